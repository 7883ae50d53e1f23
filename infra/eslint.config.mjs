import tseslint from "typescript-eslint";

// Few rules, each against a stack or a test that does less than it seems to.
export default tseslint.config(
  { ignores: ["**/build/**", "**/node_modules/**", "**/cdk.out/**"] },
  {
    files: ["**/*.mjs", "**/functions/**/*.js"],
    rules: { "no-undef": "off", "no-unused-vars": ["error", { varsIgnorePattern: "^handler$" }], "no-unreachable": "error" },
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.base],
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": [
        "error",
        // The runner waits for its tests by itself.
        { allowForKnownSafeCalls: [{ from: "package", name: "test", package: "node:test" }] },
      ],
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-unused-vars": "error",
      "@typescript-eslint/no-explicit-any": "error",
    },
  },
);
