import type { Cause } from "./causes.ts";
import { explainHubSpot } from "./explain-hubspot.ts";
import { type Explanation, NOT_WHAT, STOPPED, act, waits, OBJECTS, inPortuguese } from "./words.ts";

const RESEND: [string, string] = ["Have OtoniStark resend the call's webhook.", "Peça à OtoniStark que reenvie o webhook da ligação."];
const COMPARE: [string, string] = [
  "Compare what is sent to the webhook's URL with OtoniStark's post-call webhook.",
  "Compare o que é enviado à URL do webhook com o webhook pós-ligação da OtoniStark.",
];

/** What the call, its mapping or the ledger is the reason of; the rest goes on to HubSpot's. */
export function explainCall(cause: Cause): Explanation | null {
  switch (cause.code) {
    case "hit_a_bug":
      return act(
        "operator",
        ["This call hit a bug in the connector.", "Esta ligação encontrou um defeito do conector."],
        [
          "Report it with the log line `defect`; replay the call after an update.",
          "Relate-o com a linha `defect` do log; repita a ligação depois de uma atualização.",
        ],
      );
    case "run_hit_a_bug":
      return act(
        "operator",
        [
          "The connector hit a bug before it could write any call: calls are kept, and it is tried again.",
          "O conector encontrou um defeito antes de gravar qualquer ligação: elas ficam guardadas, e tenta-se de novo.",
        ],
        [
          "Report it with the log line `drain_failed`; everything waiting is written after an update.",
          "Relate-o com a linha `drain_failed` do log; tudo o que espera será gravado depois de uma atualização.",
        ],
      );
    case "keeps_changing":
      return act(
        "operator",
        [
          "The call's records keep changing in HubSpot while they are written.",
          "Os registros da ligação não param de mudar no HubSpot enquanto são gravados.",
        ],
        ["Look at the records in HubSpot, then replay the call.", "Veja os registros no HubSpot e depois repita a ligação."],
      );
    case "parked":
      return act(
        "operator",
        ["An operator has parked this call.", "Um operador deixou esta ligação de lado."],
        ["Replay the call when it may go on.", "Repita a ligação quando ela puder continuar."],
      );
    case "undo_stopped":
      return act(
        "operator",
        ["What this call wrote could not be undone to the end.", "Não foi possível desfazer por inteiro o que esta ligação gravou."],
        [
          "Its records say what was undone and what was left. Undo the rest by hand in HubSpot, or undo the call again.",
          "Os registros dizem o que foi desfeito e o que ficou. Desfaça o resto à mão no HubSpot, ou desfaça a ligação de novo.",
        ],
      );
    case "body_erased":
      return act(
        "operator",
        ["The call's body has been erased (RETENTION_DAYS).", "O corpo da ligação foi apagado (RETENTION_DAYS)."],
        RESEND,
      );
    case "same_id_other_customer":
      return act(
        "sender",
        [
          "There is a call of this id already, with another customer: nothing of it was overwritten.",
          "Já existe uma ligação com este id, com outro cliente: nada dela foi sobrescrito.",
        ],
        [
          "Give every call an id of its own (test buttons and relays often count from 1), and send this one again.",
          "Dê a cada ligação um id próprio (botões de teste e intermediários costumam contar a partir de 1) e envie esta de novo.",
        ],
      );
    case "not_json":
      return act("sender", [cause.found, "O corpo do webhook não é JSON."], COMPARE);
    case "not_a_call":
      return act("sender", [cause.found, "É JSON, mas não um webhook pós-ligação."], COMPARE);
    case "stored_body_not_a_call":
      return act("sender", ["The stored body is not a post-call webhook.", "O corpo guardado não é um webhook pós-ligação."], RESEND);
    case "stored_unreadable":
      return act(
        "operator",
        ["What was stored of this call cannot be read any more.", "O que foi guardado desta ligação não pode mais ser lido."],
        [
          "Have OtoniStark resend the call's webhook: what the call made before is looked for and updated. Where it still has its body, a replay does the same.",
          "Peça à OtoniStark que reenvie o webhook da ligação: o que ela já criou é procurado e atualizado. Se o corpo ainda existe, repetir a ligação faz o mesmo.",
        ],
      );
    case "several_match":
      return act(
        "operator",
        [
          `${cause.count} ${cause.object} match this call.`,
          `${cause.count} ${inPortuguese(OBJECTS, cause.object)} combinam com esta ligação.`,
        ],
        [
          "Choose one of them for this call, or merge them in HubSpot and replay it.",
          "Escolha um deles para esta ligação, ou mescle-os no HubSpot e repita a ligação.",
        ],
      );
    case "several_fit":
      return act(
        "crm_admin",
        [
          `${cause.count} ${cause.object} fit, and the mapping wants exactly one.`,
          `${cause.count} ${inPortuguese(OBJECTS, cause.object)} servem, e o mapeamento quer exatamente um.`,
        ],
        [
          "Close or correct all but one in HubSpot, or write `pick: latest` in the mapping; then replay the call.",
          "Feche ou corrija no HubSpot todos menos um, ou escreva `pick: latest` no mapeamento; depois repita a ligação.",
        ],
      );
    case "no_such_pipeline":
      return lacking("pipeline", cause.label, [`for ${cause.object}`, `para ${inPortuguese(OBJECTS, cause.object)}`]);
    case "no_such_stage":
      return lacking("stage", cause.label, [`for ${cause.object}`, `para ${inPortuguese(OBJECTS, cause.object)}`]);
    case "no_such_owner":
      return lacking("owner", cause.label, ["among its users", "entre seus usuários"]);
    case "no_such_association_label": {
      const there = cause.nearest.map((label) => `“${label}”`).join(", ");
      return act(
        "crm_admin",
        [
          `HubSpot has no association label “${cause.label}” from ${cause.from} to ${cause.to}.${there === "" ? " There is none at all." : ` There are ${there}.`}`,
          `O HubSpot não tem o rótulo de associação “${cause.label}” de ${cause.from} para ${cause.to}.${there === "" ? " Não há nenhum." : ` Há ${there}.`}`,
        ],
        [
          "Correct the label below `on:` in the mapping, or create it in HubSpot (Settings → Data Management → Objects → Association labels), and replay the call.",
          "Corrija o rótulo em `on:` no mapeamento, ou crie-o no HubSpot (Configurações → Gestão de dados → Objetos → Rótulos de associação), e repita a ligação.",
        ],
      );
    }
    case "no_such_option": {
      const [where, onde] = placeOf(cause);
      return lacking("option", cause.label, [`among the options of ${where}`, `entre as opções de ${onde}`]);
    }
    case "mapping_value_does_not_fit": {
      const [where, onde] = placeOf(cause);
      const [en, pt] = NOT_WHAT[cause.expected];
      return act(
        "crm_admin",
        [`The mapping sets ${where} to “${cause.label}”, which ${en}.`, `O mapeamento grava “${cause.label}” em ${onde}, o que ${pt}.`],
        [
          "Correct the value in the mapping, or the property's type in HubSpot, and replay the call.",
          "Corrija o valor no mapeamento, ou o tipo da propriedade no HubSpot, e repita a ligação.",
        ],
      );
    }
    case "stage_of_another_pipeline":
      return act(
        "crm_admin",
        [
          `The stage “${cause.label}” stands in another pipeline than the one that the new record (${cause.object}) is to be in.`,
          `A etapa “${cause.label}” está em outro pipeline que não o do novo registro (${inPortuguese(OBJECTS, cause.object)}).`,
        ],
        [
          "Name a pipeline and one of its own stages in the mapping, and replay the call.",
          "Use no mapeamento um pipeline e uma etapa dele mesmo, e repita a ligação.",
        ],
      );
    case "template_stopped": {
      const [en, pt] = STOPPED[cause.reason];
      return act(
        "crm_admin",
        [`A template of ${cause.at} was stopped: ${en}.`, `Um modelo de ${cause.at} foi interrompido: ${pt}.`],
        [
          "Simplify the template in the mapping, deploy it, and replay the call.",
          "Simplifique o modelo no mapeamento, publique-o e repita a ligação.",
        ],
      );
    }
    case "new_record_lacks":
      return act(
        "crm_admin",
        [
          `HubSpot wants a \`${cause.property}\` of every new record, and here it came out blank (${cause.at}).`,
          `O HubSpot quer \`${cause.property}\` em cada registro novo, e aqui ficou em branco (${cause.at}).`,
        ],
        [
          `Set \`${cause.property}\` in the mapping so that it is never blank; then replay the call.`,
          `Preencha \`${cause.property}\` no mapeamento de modo que nunca fique em branco; depois repita a ligação.`,
        ],
      );
    case "paused_by_operator": {
      const because = cause.reason ? `: ${cause.reason}` : "";
      return act(
        "operator",
        [
          `An operator has paused the writing${because}. Calls are kept.`,
          `Um operador pausou a gravação${because}. As ligações são guardadas.`,
        ],
        ["`POST /api/resume` when it may go on.", "`POST /api/resume` quando puder continuar."],
      );
    }
    case "waits_for_contact":
      return waits([`It waits for its contact until ${cause.until}.`, `Espera por seu contato até ${cause.until}.`]);
    case "waits_for_earlier_call":
      return waits([
        `It waits for call ${cause.call} of the same customer, which came earlier.`,
        `Espera pela ligação ${cause.call} do mesmo cliente, que veio antes.`,
      ]);
    case "waits_for_another_call":
      return waits([
        "It shares a record with another call, whose last attempt was cut off: it waits until what that one has created is known.",
        "Compartilha um registro com outra ligação, cuja última tentativa foi interrompida: espera até que se saiba o que ela criou.",
      ]);
    case "looks_again":
      return waits([
        "A record was not where HubSpot had shown it a moment before: it is looked up again.",
        "Um registro não estava onde o HubSpot o tinha mostrado um momento antes: ele é procurado de novo.",
      ]);
    case "is_being_undone":
      return waits(["It is being undone.", "Está sendo desfeita."]);
    case "is_being_moved":
      return waits([
        "What it wrote is being moved to the contact that was chosen.",
        "O que ela gravou está sendo movido para o contato escolhido.",
      ]);
    default:
      return explainHubSpot(cause);
  }
}

const KINDS = {
  pipeline: ["pipeline", "o pipeline"],
  stage: ["stage", "a etapa"],
  owner: ["owner", "o proprietário"],
  option: ["option", "a opção"],
} as const;

/** The mapping's author names something that the portal has not. */
function lacking(kind: keyof typeof KINDS, label: string, where: [string, string]): Explanation {
  const [en, pt] = KINDS[kind];
  return act(
    "crm_admin",
    [`HubSpot has no ${en} “${label}” ${where[0]}.`, `O HubSpot não tem ${pt} “${label}” ${where[1]}.`],
    [
      `Create it in HubSpot, or write another ${en} in the mapping; then replay the call.`,
      `Crie no HubSpot, ou troque ${pt} no mapeamento; depois repita a ligação.`,
    ],
  );
}

function placeOf({ property, object }: { property: string; object: string }): [string, string] {
  return [`\`${property}\` (${object})`, `\`${property}\` (${inPortuguese(OBJECTS, object)})`];
}
