// The scripts of the report are one script in the page, so that each knows the names of the others, and so does tsc.
import { createRequire } from "node:module";

const js = createRequire(new URL("../.tools/js/", import.meta.url))("@eslint/js");

export default [
  {
    languageOptions: { sourceType: "script", ecmaVersion: 2023 },
    rules: {
      ...js.configs.recommended.rules,
      "no-undef": "off",
      "no-unused-vars": ["error", { vars: "local" }],
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
];
