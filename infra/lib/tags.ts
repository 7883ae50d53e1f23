/** The taxonomy of tags; a rule of AWS Config looks for each. */
export const TAGS = ["Environment", "Owner", "CostCenter", "DataSensitivity"] as const;
