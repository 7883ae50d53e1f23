import { RemovalPolicy } from "aws-cdk-lib";
import type { Distribution } from "aws-cdk-lib/aws-cloudfront";
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource, LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Environment } from "../environment.js";
import { named } from "../names.js";

/** What the edge answered: no addresses, no queries and no cookies, which are personal data. */
const FIELDS = [
  "date", "time", "x-edge-location", "sc-bytes", "cs-method", "cs-uri-stem", "sc-status", "x-edge-result-type", "x-edge-request-id",
  "cs-protocol-version", "time-taken", "time-to-first-byte", "x-edge-detailed-result-type", "sc-content-type",
];

/** The distribution's access log, as JSON in CloudWatch. */
export class AccessLog extends Construct {
  constructor(scope: Construct, id: string, { environment, distribution }: { environment: Environment; distribution: Distribution }) {
    super(scope, id);
    const log = new LogGroup(this, "log", {
      logGroupName: `/durbar/${environment.name}/edge`,
      retention: environment.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const source = new CfnDeliverySource(this, "source", {
      name: named(environment, "edge"),
      logType: "ACCESS_LOGS",
      resourceArn: distribution.distributionArn,
    });
    const destination = new CfnDeliveryDestination(this, "destination", {
      name: named(environment, "edge"),
      destinationResourceArn: log.logGroupArn,
      outputFormat: "json",
    });
    const delivery = new CfnDelivery(this, "delivery", {
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.attrArn,
      recordFields: FIELDS,
    });
    delivery.node.addDependency(source);
  }
}
