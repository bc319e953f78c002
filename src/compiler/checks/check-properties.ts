import { OBJECT_OF_NAME, OBJECTS } from "../../hubspot/model/objects.ts";
import { found, isGroup } from "../words/describe-value.ts";
import { didYouMean } from "../words/did-you-mean.ts";
import type { SourceFile } from "../source-file.ts";

const WITH_OPTIONS = new Set(["select", "multi_select"]);
/** HubSpot's rule for a property's internal name. */
const NAME = /^[a-z][a-z0-9_]{0,99}$/;
const OBJECT = /^(?:p\d+_|2-\d+$)/;

/** `properties:`, what the schema cannot see. */
export function checkProperties(file: SourceFile, objects: unknown): void {
  if (!isGroup(objects)) return;
  for (const [object, properties] of Object.entries(objects)) {
    checkObject(file, object);
    for (const [name, property] of Object.entries(isGroup(properties) ? properties : {})) checkProperty(file, object, name, property);
  }
}

function checkObject(file: SourceFile, object: string): void {
  if (OBJECTS.includes(object) || OBJECT.test(object)) return;
  const plural = OBJECT_OF_NAME[object];
  const mend = plural ? ` Write \`${plural}\`.` : didYouMean(object, OBJECTS);
  file.report(
    ["properties", object],
    `${found(object)} is no kind of HubSpot record: \`contacts\`, \`companies\`, \`deals\`, \`tickets\`, or a custom object such as \`p12345_visits\`.${mend}`,
    "key",
  );
}

function checkProperty(file: SourceFile, object: string, name: string, property: unknown): void {
  const path = ["properties", object, name];
  if (!NAME.test(name))
    file.report(
      path,
      `${found(name)} is no internal name for a property: small letters, digits and \`_\`, a letter first.${suggestion(name)}`,
      "key",
    );
  if (!isGroup(property)) return;
  const takesOptions = WITH_OPTIONS.has(String(property["type"]));
  const hasOptions = isGroup(property["options"]) && Object.keys(property["options"]).length > 0;
  if (takesOptions && !hasOptions)
    file.report(
      path,
      `\`type: ${String(property["type"])}\` needs \`options\`: what is stored, and what people see, such as \`{ hot: Hot, cold: Cold }\`.`,
      "key",
    );
  if (!takesOptions && property["options"] !== undefined)
    file.report([...path, "options"], "Only `select` and `multi_select` have options. Take them out, or change the `type`.", "key");
}

function suggestion(name: string): string {
  const plain = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "");
  return plain === "" ? "" : ` For instance \`${plain}\`.`;
}
