import assert from "node:assert/strict";
import { test } from "node:test";
import { ONLY_EVERYTHING, WILDCARDS } from "../../lib/exceptions.js";
import { dev, prod, pull, resourcesOf, type Templates, textOf } from "../synthesis.js";

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource?: unknown;
}

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** Every statement that a role has: its own, and those of policies attached to it. */
function* statements(templates: Templates): Generator<{ where: string; statement: Statement }> {
  for (const [concern, template] of Object.entries(templates)) {
    for (const { id, type, properties } of resourcesOf(template)) {
      const { PolicyDocument, Policies } = properties as { PolicyDocument?: { Statement: Statement[] }; Policies?: { PolicyDocument: { Statement: Statement[] } }[] };
      const documents = type === "AWS::IAM::Policy" || type === "AWS::IAM::ManagedPolicy" ? [PolicyDocument] : type === "AWS::IAM::Role" ? (Policies ?? []).map((it) => it.PolicyDocument) : [];
      for (const document of documents) {
        for (const statement of document?.Statement ?? []) yield { where: `${concern}/${id}`, statement };
      }
    }
  }
}

const all = () => [...statements(prod()), ...statements(dev()), ...statements(pull())];

test("no role may do a wildcard of actions", () => {
  assert.ok(all().length > 100);
  for (const { where, statement } of all()) {
    for (const action of list(statement.Action)) assert.doesNotMatch(action, /[*?]/, `${where}: ${action}`);
  }
});

test("a wildcard of resources has its reason", () => {
  const used = new Set<RegExp>();
  for (const { where, statement } of all()) {
    if (statement.Effect === "Deny") continue;
    for (const resource of list(statement.Resource)) {
      const text = textOf(resource);
      if (!/[*?]/.test(text)) continue;
      const reason = WILDCARDS.find((it) => it.resource.test(text));
      assert.ok(reason, `${where}: ${text} (${list(statement.Action).join()})`);
      used.add(reason.resource);
      if (text === "*") {
        for (const action of list(statement.Action)) assert.ok(ONLY_EVERYTHING.includes(action), `${where}: ${action} on everything`);
      }
    }
  }
  for (const { resource } of WILDCARDS) assert.ok(used.has(resource), `nothing needs ${resource}`);
});

test("each function has a role of its own", () => {
  for (const templates of [prod(), pull()]) {
    for (const template of Object.values(templates)) {
      const functions = resourcesOf(template).filter(({ type }) => type === "AWS::Lambda::Function");
      const roles = functions.map(({ properties }) => JSON.stringify(properties["Role"]));
      assert.equal(new Set(roles).size, roles.length);
    }
  }
});
