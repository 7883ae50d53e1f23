import { type Environment, prefixOf } from "./environment.js";

/**
 * The name of a bucket. Names follow from the environment alone, so that stacks of other regions
 * and the commands of a runbook can tell them without asking.
 */
export function bucketName(environment: Environment, purpose: string): string {
  return `${prefixOf(environment)}-${purpose}-${environment.account}`;
}

/** The name of a key, a log group or a function: `durbar-ENVIRONMENT-PURPOSE`. */
export function named(environment: Environment, purpose: string): string {
  return `${prefixOf(environment)}-${purpose}`;
}
