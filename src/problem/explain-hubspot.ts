import type { HubSpotCause, WarningCause } from "./causes.ts";
import { explainWarning } from "./explain-warning.ts";
import { type Explanation, REPLAY, act, named, waits, OBJECTS, inPortuguese } from "./words.ts";

const NEW_KEY: [string, string] = [
  "Put a valid service key into HUBSPOT_ACCESS_TOKEN (`wrangler secret put HUBSPOT_ACCESS_TOKEN`). Everything waiting is written then.",
  "Ponha uma chave de serviço válida em HUBSPOT_ACCESS_TOKEN (`wrangler secret put HUBSPOT_ACCESS_TOKEN`). O que espera será gravado então.",
];

/** What HubSpot, or the way to it, is the reason of; the rest goes on to the warnings. */
export function explainHubSpot(cause: HubSpotCause | WarningCause): Explanation | null {
  switch (cause.code) {
    case "no_key":
      return act(
        "operator",
        [
          "HUBSPOT_ACCESS_TOKEN is not set: calls are kept, not written.",
          "HUBSPOT_ACCESS_TOKEN não está definido: as ligações são guardadas, não gravadas.",
        ],
        [
          "`wrangler secret put HUBSPOT_ACCESS_TOKEN`. Everything waiting is written then.",
          "`wrangler secret put HUBSPOT_ACCESS_TOKEN`. O que espera será gravado então.",
        ],
      );
    case "key_malformed":
      return act(
        "operator",
        [
          "HUBSPOT_ACCESS_TOKEN holds a character that no HubSpot key has (a blank, a line break, a typographic sign): it is not sent.",
          "HUBSPOT_ACCESS_TOKEN tem um caractere que nenhuma chave do HubSpot tem (espaço, quebra de linha, sinal tipográfico): não é enviado.",
        ],
        NEW_KEY,
      );
    case "key_refused":
      return act("operator", ["HubSpot does not accept the access token.", "O HubSpot não aceita a chave de acesso."], NEW_KEY);
    case "no_permission":
      return act(
        "operator",
        [
          "The HubSpot user who made the key may not do this any more.",
          "O usuário do HubSpot que criou a chave não tem mais permissão para isto.",
        ],
        [
          "Have a super admin give the user the permission, or make a new service key for HUBSPOT_ACCESS_TOKEN. Everything waiting is written then.",
          "Peça a um superadministrador que dê a permissão ao usuário, ou crie uma nova chave de serviço para HUBSPOT_ACCESS_TOKEN. O que espera será gravado então.",
        ],
      );
    case "missing_scope": {
      const [one, outro] =
        cause.scopes.length > 0 ? [cause.scopes.join(", "), cause.scopes.join(", ")] : ["one that this needs", "um que isto exige"];
      return act(
        "operator",
        [`The HubSpot key lacks a scope: ${one}.`, `Falta um escopo à chave do HubSpot: ${outro}.`],
        [
          "Add the scope to the service key in HubSpot. Everything waiting is written then.",
          "Acrescente o escopo à chave de serviço no HubSpot. O que espera será gravado então.",
        ],
      );
    }
    case "another_portal":
      return act(
        "operator",
        [
          `The key opens HubSpot portal ${cause.found}, and so far calls were written to portal ${cause.known}: nothing is written until somebody says that this is right.`,
          `A chave abre o portal ${cause.found} do HubSpot, e até agora as ligações eram gravadas no portal ${cause.known}: nada é gravado até que alguém diga que está certo.`,
        ],
        [
          `Put the key of portal ${cause.known} back into HUBSPOT_ACCESS_TOKEN; or go on in the new one with \`POST /api/portal {"accept":"${cause.found}"}\`, which forgets what is known of the old one's records.`,
          `Ponha de volta em HUBSPOT_ACCESS_TOKEN a chave do portal ${cause.known}; ou continue no novo com \`POST /api/portal {"accept":"${cause.found}"}\`, que esquece o que se sabe dos registros do antigo.`,
        ],
      );
    case "bad_setting": {
      const [en, pt] = SETTINGS[cause.expected];
      return act(
        "operator",
        [`${cause.setting} is “${cause.found}”, which is not ${en}.`, `${cause.setting} é “${cause.found}”, que não é ${pt}.`],
        [`Set ${cause.setting} to ${en}, and deploy.`, `Defina ${cause.setting} como ${pt} e publique.`],
      );
    }
    case "not_hubspot":
      return act(
        "operator",
        [`What answers at ${cause.address} is not HubSpot's API.`, `O que responde em ${cause.address} não é a API do HubSpot.`],
        [
          "Correct HUBSPOT_BASE_URL and HUBSPOT_API_VERSION (or take both out), and deploy. Everything waiting is written then.",
          "Corrija HUBSPOT_BASE_URL e HUBSPOT_API_VERSION (ou retire os dois) e publique. O que espera será gravado então.",
        ],
      );
    case "no_such_property":
      return refused(cause.properties, (names) => [`HubSpot has no property ${names}.`, `O HubSpot não tem a propriedade ${names}.`], [
        "Create the property in HubSpot, or correct its internal name in the mapping.",
        "Crie a propriedade no HubSpot, ou corrija seu nome interno no mapeamento.",
      ]);
    case "option_refused":
      return refused(
        cause.properties,
        (names) => [
          `The value for ${names} is not one of the property's options.`,
          `O valor de ${names} não é uma das opções da propriedade.`,
        ],
        ["Add the option in HubSpot, or `map:` the value in the mapping.", "Acrescente a opção no HubSpot, ou use `map:` no mapeamento."],
      );
    case "required_is_blank":
      return refused(
        cause.properties,
        (names) => [`HubSpot requires ${names} to be filled first.`, `O HubSpot exige que ${names} seja preenchido antes.`],
        [
          "Fill it in HubSpot or in the mapping's `set:`, or drop the requirement.",
          "Preencha no HubSpot ou no `set:` do mapeamento, ou retire a exigência.",
        ],
      );
    case "read_only":
      return refused(
        cause.properties,
        (names) => [
          `HubSpot does not let ${names} be written: it is read-only.`,
          `O HubSpot não deixa gravar ${names}: é somente leitura.`,
        ],
        ["Take it out of the mapping.", "Retire do mapeamento."],
      );
    case "not_unique":
      return refused(
        cause.properties,
        (names) => [
          `Another record has the same value in ${names}, which must be unique.`,
          `Outro registro tem o mesmo valor em ${names}, que deve ser único.`,
        ],
        ["Merge the records in HubSpot, or correct one of them.", "Mescle os registros no HubSpot, ou corrija um deles."],
      );
    case "value_refused": {
      const said = `${cause.status} ${cause.category}`;
      return refused(
        cause.properties,
        (names) => [`HubSpot refused the value of ${names} (${said}).`, `O HubSpot recusou o valor de ${names} (${said}).`],
        [
          "Compare the property's type in HubSpot with the rule in the mapping.",
          "Compare o tipo da propriedade no HubSpot com a regra no mapeamento.",
        ],
      );
    }
    case "association_refused":
      return act(
        "crm_admin",
        [
          `HubSpot refused to associate the record of ${cause.from} with that of ${cause.to}.`,
          `O HubSpot recusou associar o registro de ${inPortuguese(OBJECTS, cause.from)} ao de ${inPortuguese(OBJECTS, cause.to)}.`,
        ],
        [
          `See in HubSpot whether such records may be associated, and whether a limit is reached. ${REPLAY[0]}`,
          `Veja no HubSpot se tais registros podem ser associados e se um limite foi atingido. ${REPLAY[1]}`,
        ],
      );
    case "lookup_refused":
      return act(
        "crm_admin",
        ["HubSpot refused to look for the call's records.", "O HubSpot recusou procurar os registros da ligação."],
        [
          `Compare the mapping's \`find_by\` and object names with HubSpot. ${REPLAY[0]}`,
          `Compare o \`find_by\` e os nomes de objetos do mapeamento com o HubSpot. ${REPLAY[1]}`,
        ],
      );
    case "key_too_long":
      return act(
        "crm_admin",
        [
          `What \`find_by\` looks for in \`${cause.property}\` is ${cause.characters} characters long, and HubSpot's search takes 3,000 at most.`,
          `O que \`find_by\` procura em \`${cause.property}\` tem ${cause.characters} caracteres, e a busca do HubSpot aceita até 3.000.`,
        ],
        [
          `Find the record by something shorter in the mapping. ${REPLAY[0]}`,
          `Procure o registro por algo mais curto no mapeamento. ${REPLAY[1]}`,
        ],
      );
    case "hubspot_unreachable":
      return waits([
        "HubSpot does not answer well at the moment. It is tried again until it does.",
        "O HubSpot não responde bem no momento. Tenta-se de novo até que responda.",
      ]);
    case "hubspot_busy":
      return waits(["HubSpot has asked for a moment's patience.", "O HubSpot pediu um pouco de paciência."]);
    case "daily_limit_reached":
      return waits([
        "The portal's requests of the day are used up, by all its apps together.",
        "As requisições do dia do portal acabaram, somando todos os seus aplicativos.",
      ]);
    case "finds_out_what_landed":
      return waits([
        "The last attempt was cut off: what of it HubSpot has carried out shows in a moment.",
        "A última tentativa foi interrompida: em instantes se saberá o que o HubSpot executou.",
      ]);
    default:
      return explainWarning(cause);
  }
}

const SETTINGS = {
  a_location: [
    "a place that Cloudflare knows: wnam, enam, sam, weur, eeur, apac, oc, afr, me, or eu for the European jurisdiction",
    "um lugar que a Cloudflare conhece: wnam, enam, sam, weur, eeur, apac, oc, afr, me, ou eu para a jurisdição europeia",
  ],
  a_number_of_days: ["a number of days, such as 30 or 0.5", "um número de dias, como 30 ou 0.5"],
  an_address: ["an address with a scheme, such as https://api.hubapi.com", "um endereço com esquema, como https://api.hubapi.com"],
  an_api_version: ["2026-09, 2026-03 or v3", "2026-09, 2026-03 ou v3"],
} as const;

/** HubSpot does not take an input: the CRM admin mends mapping or portal, and the call is replayed. */
function refused(properties: string[], message: (names: string) => [string, string], fix: [string, string]): Explanation {
  const [en, pt] = named(properties);
  return act("crm_admin", [message(en)[0], message(pt)[1]], [`${fix[0]} ${REPLAY[0]}`, `${fix[1]} ${REPLAY[1]}`]);
}
