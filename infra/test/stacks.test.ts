// One process for all: an environment takes seconds to synthesise.
import "./stacks/compute.js";
import "./stacks/cost.js";
import "./stacks/data.js";
import "./stacks/edge.js";
import "./stacks/identity.js";
import "./stacks/policies.js";
import "./stacks/watch.js";
