import { CfnBudget } from "aws-cdk-lib/aws-budgets";
import { CfnAnomalyMonitor, CfnAnomalySubscription } from "aws-cdk-lib/aws-ce";
import { Construct } from "constructs";
import type { Environment } from "../environment.js";
import { named } from "../names.js";
import type { DataStack } from "../stacks/data.js";

/** Tells when an environment costs more than it should, or otherwise than it did. */
export class Spending extends Construct {
  constructor(scope: Construct, id: string, { environment, data }: { environment: Environment; data: DataStack }) {
    super(scope, id);
    const tells = (notificationType: string, threshold: number) => ({
      notification: { notificationType, comparisonOperator: "GREATER_THAN", threshold, thresholdType: "PERCENTAGE" },
      subscribers: [{ subscriptionType: "SNS", address: data.alarms.topicArn }],
    });
    new CfnBudget(this, "budget", {
      budget: {
        budgetName: named(environment, "monthly"),
        budgetType: "COST",
        timeUnit: "MONTHLY",
        budgetLimit: { amount: environment.budget, unit: "USD" },
        costFilters: { TagKeyValue: [`user:Environment$${environment.name}`] },
      },
      notificationsWithSubscribers: [tells("ACTUAL", 50), tells("ACTUAL", 80), tells("ACTUAL", 100), tells("FORECASTED", 100)],
    });
    // One for services is all that an account can have.
    if (!environment.ownsAccount) return;
    const monitor = new CfnAnomalyMonitor(this, "services", {
      monitorName: named(environment, "services"),
      monitorType: "DIMENSIONAL",
      monitorDimension: "SERVICE",
    });
    new CfnAnomalySubscription(this, "anomalies", {
      subscriptionName: named(environment, "anomalies"),
      monitorArnList: [monitor.attrMonitorArn],
      frequency: "IMMEDIATE",
      subscribers: [{ type: "SNS", address: data.alarms.topicArn }],
      thresholdExpression: JSON.stringify({
        Dimensions: { Key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE", MatchOptions: ["GREATER_THAN_OR_EQUAL"], Values: [String(Math.ceil(environment.budget / 20))] },
      }),
    });
  }
}
