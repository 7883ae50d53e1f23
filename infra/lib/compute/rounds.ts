import path from "node:path";
import { Duration } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import { makeFunction, program } from "./function.js";
import { type ServerProps, permissions, variables } from "./server.js";

/** Functions of the server's own program, by what `DURBAR_LAMBDA_PURPOSE` calls them. */
const ROUNDS = [
  {
    purpose: "rounds",
    variable: "rounds",
    description: "Hands on events, sends alerts, ends what has run out, seals the audit trail",
    memoryMb: 512,
    timeout: Duration.minutes(5),
  },
  {
    purpose: "media-rounds",
    variable: "media",
    description: "Works on uploads and imported lists",
    // A large picture takes 1.5 GB for a while.
    memoryMb: 3008,
    timeout: Duration.minutes(15),
  },
];

/**
 * What the server does by timers where it runs by itself. In Lambda a process stands still
 * between requests, so a clock invokes these each minute, one at a time: an invocation that
 * comes while the one before is at work waits a minute and is dropped.
 */
export class Rounds extends Construct {
  constructor(scope: Construct, id: string, props: ServerProps) {
    super(scope, id);
    const { environment, stores } = props;
    const minute = Duration.minutes(1);
    for (const { purpose, variable, description, memoryMb, timeout } of ROUNDS) {
      const run = makeFunction(this, environment, {
        purpose,
        of: program(path.resolve(environment.packages, "durbar")),
        description,
        memoryMb,
        timeout,
        variables: { ...variables(props), DURBAR_LAMBDA_PURPOSE: variable },
        may: permissions(props),
        atMost: 1,
        logsKey: stores.logsKey,
      });
      run.configureAsyncInvoke({ maxEventAge: minute, retryAttempts: 0 });
      new Rule(this, `${purpose}-clock`, { schedule: Schedule.rate(minute), targets: [new LambdaFunction(run)] });
    }
  }
}
