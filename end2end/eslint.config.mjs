import tseslint from "typescript-eslint";

// Few rules, each against a test that passes without having checked anything.
const files = ["end2end/**/*.ts"];

export default tseslint.config(
  {
    files: ["bench/**/*.mjs", "scripts/**/*.mjs", "end2end/**/*.mjs"],
    rules: { "no-undef": "off", "no-unused-vars": "error", "no-unreachable": "error" },
  },
  {
    files,
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A forgotten await lets a failed expectation go by unseen.
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/no-unused-vars": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name='waitForTimeout']",
          message: "Wait for what should happen, not for a time.",
        },
        {
          selector: "MemberExpression[object.name='test'][property.name=/^(only|skip|fixme)$/]",
          message: "Every journey runs, every time.",
        },
      ],
    },
  },
);
