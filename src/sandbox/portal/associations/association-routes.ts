import { pairOf, readAssociations, readAssociationsOfOne } from "./association-reads.ts";
import { archiveAssociations, associateAllByDefault, associateOneByDefault, createAssociations } from "./association-writes.ts";
import { batchBody } from "../records/batch.ts";
import { type PortalApp, VERSIONS } from "../portal-app.ts";
import type { PortalState } from "../portal-state.ts";

const PAIR = `/associations/:version{${VERSIONS}}/:from/:to`;
const ONE = `/objects/:version{${VERSIONS}}/:from/:fromId/associations`;

export function addAssociationRoutes(app: PortalApp, state: PortalState): void {
  app.post(`${PAIR}/batch/read`, (context) => readAssociations(state, context));
  app.post(`${PAIR}/batch/create`, (context) => createAssociations(state, context));
  app.post(`${PAIR}/batch/associate/default`, (context) => associateAllByDefault(state, context));
  app.post(`${PAIR}/batch/archive`, (context) => archiveAssociations(state, context));
  app.get(`${PAIR}/labels`, (context) => {
    const { from, to } = pairOf(state, context);
    return context.json({ results: state.associations.types.between(from.name, to.name) });
  });
  app.put(`${ONE}/default/:to/:toId`, (context) => {
    const { fromId, toId } = context.req.param();
    return context.json(batchBody(state, [associateOneByDefault(state, pairOf(state, context), fromId, toId)], []));
  });
  app.get(`${ONE}/:to`, (context) => readAssociationsOfOne(state, context));
}
