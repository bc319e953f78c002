import { explain } from "./explain.ts";
import type { HubSpotCause } from "./causes.ts";
import { EXPECTED_OF_SENDER } from "./words.ts";

/** What HubSpot may refuse while something is undone: its sentences stand within others. */
const REFUSALS: HubSpotCause[] = [
  { code: "no_such_property", properties: ["{p}"] },
  { code: "option_refused", properties: ["{p}"] },
  { code: "required_is_blank", properties: ["{p}"] },
  { code: "read_only", properties: ["{p}"] },
  { code: "not_unique", properties: ["{p}"] },
  { code: "missing_scope", scopes: ["{p}"] },
  { code: "no_permission" },
];

const sentencesOf = (cause: HubSpotCause): [string, string] => {
  const said = (language: "en" | "pt") => explain(cause, language).message.replace("`{p}`", "{p}");
  return [said("en"), said("pt")];
};

/** What operators are answered, and what an undo left. English → Portuguese, as in `call-reasons.ts`. */
export const OPERATOR_REASONS: readonly (readonly [string, string])[] = [
  // What was undone, and what was left.
  ["nothing", "nada"],
  ["archived", "arquivado"],
  ["set back: {names}", "de volta ao valor de antes: {names}"],
  ["nothing: it is gone from HubSpot", "nada: não está mais no HubSpot"],
  ["it tells of other calls too", "ele conta de outras ligações também"],
  [
    "this association label may have been there before: take it away in HubSpot if it was not",
    "este rótulo de associação pode ter existido antes: tire-o no HubSpot se não existia",
  ],
  ["it was changed since", "foi mudado desde então"],
  ["it was changed since, so the record stays", "foi mudado desde então, por isso o registro fica"],
  ["it was merged with another record since", "foi mesclado com outro registro desde então"],
  ["other calls have been written to it since", "outras ligações foram gravadas nele desde então"],
  ["something is associated with it, so the record stays", "algo está associado a ele, por isso o registro fica"],
  [
    "what stood there before has been erased (RETENTION_DAYS), so it cannot be set back",
    "o que estava lá antes foi apagado (RETENTION_DAYS), por isso não pode voltar",
  ],
  ["HubSpot refused the old value: {~why}", "o HubSpot recusou o valor antigo: {why}"],
  ["HubSpot refused to archive it: {~why}", "o HubSpot não quis arquivá-lo: {why}"],
  ["it says that something stands in the way. Archive it by hand.", "ele diz que algo está no caminho. Arquive-o à mão."],
  ["the record is gone.", "o registro não existe mais."],
  // Why a word was not followed.
  ["This delivery was no call: there is nothing to write.", "Esta entrega não era uma ligação: não há o que gravar."],
  [
    "This delivery was no call: it has written nothing that could be undone.",
    "Esta entrega não era uma ligação: não gravou nada que se possa desfazer.",
  ],
  ["This delivery was no call: it belongs to no contact.", "Esta entrega não era uma ligação: não é de contato nenhum."],
  [
    "The call's body has been erased (RETENTION_DAYS). Have OtoniStark resend its webhook.",
    "O corpo da ligação foi apagado (RETENTION_DAYS). Peça à OtoniStark que reenvie o webhook.",
  ],
  [
    "The call's stored body cannot be read any more. Have OtoniStark resend its webhook.",
    "O corpo guardado da ligação não pode mais ser lido. Peça à OtoniStark que reenvie o webhook.",
  ],
  [
    "The call's body has been erased (RETENTION_DAYS), so it cannot be written to another contact. Have OtoniStark resend its webhook.",
    "O corpo da ligação foi apagado (RETENTION_DAYS), por isso ela não pode ser gravada em outro contato. Peça à OtoniStark que reenvie o webhook.",
  ],
  ["The call is written: only one that is pending can be parked.", "A ligação está gravada: só uma pendente pode ser deixada de lado."],
  ["The call is skipped: only one that is pending can be parked.", "A ligação foi ignorada: só uma pendente pode ser deixada de lado."],
  [
    "The call is rejected: only one that is pending can be parked.",
    "A entrega foi rejeitada: só uma ligação pendente pode ser deixada de lado.",
  ],
  [
    "The call is on its way into HubSpot. Undo it when it is settled, or park it first.",
    "A ligação está a caminho do HubSpot. Desfaça-a quando estiver concluída, ou deixe-a de lado antes.",
  ],
  [
    "The call is on its way into HubSpot. Choose when it is settled, or park it first.",
    "A ligação está a caminho do HubSpot. Escolha quando estiver concluída, ou deixe-a de lado antes.",
  ],
  [
    "The call waits for its contact, and has written nothing yet. Park it, so that it is not written later.",
    "A ligação espera por seu contato, e ainda não gravou nada. Deixe-a de lado, para que não seja gravada depois.",
  ],
  ["Choose one of the contacts that match: {ids}.", "Escolha um dos contatos que combinam: {ids}."],
  [
    "This call does not wait for a choice, and has been written to no contact.",
    "Esta ligação não espera por uma escolha, e não foi gravada em contato nenhum.",
  ],
  [
    "HUBSPOT_ACCESS_TOKEN is not set, so it cannot be seen whether HubSpot has this contact. Set it, then choose.",
    "HUBSPOT_ACCESS_TOKEN não está definido, por isso não se vê se o HubSpot tem este contato. Defina-o e depois escolha.",
  ],
  [
    "HubSpot has no contact of this id. Open the right contact: its id is the number in its address.",
    "O HubSpot não tem contato com este id. Abra o contato certo: o id dele é o número no endereço.",
  ],
  [
    "HubSpot did not say whether it has this contact. Choose again when it answers; nothing was changed.",
    "O HubSpot não disse se tem este contato. Escolha de novo quando ele responder; nada foi mudado.",
  ],
  [
    "Today's mappings do not take this call any more: replay it to see why.",
    "Os mapeamentos de hoje não querem mais esta ligação: repita-a para ver por quê.",
  ],
  ["{change} is nested too deeply: a correction names a few fields.", "{change} tem níveis demais: uma correção cita poucos campos."],
  ["The corrected body is over 1,900,000 bytes.", "O corpo corrigido passa de 1.900.000 bytes."],
  ["With this change the body is no call any more: {~issues}.", "Com esta mudança o corpo não é mais uma ligação: {issues}."],
  ["With this change the body is no call any more.", "Com esta mudança o corpo não é mais uma ligação."],
  [
    "The change would make it another call (id {id}). Leave {name} as it is.",
    "A mudança faria dela outra ligação (id {id}). Deixe {name} como está.",
  ],
  [
    "This is no phone number. Write it with its country code: {number}.",
    "Isto não é um telefone. Escreva-o com o código do país: {number}.",
  ],
  ["The list holds {most} numbers at most. Take one off it first.", "A lista comporta no máximo {most} números. Tire um dela antes."],
  [
    "The action hit a bug in the connector. Report it with the log line {line}.",
    "A ação encontrou um defeito do conector. Relate-o com a linha {line} do log.",
  ],
  ["it is held", "está retida"],
  ["There is no call of this id any more.", "Não há mais ligação com este id."],
  [
    "More than {most} calls match. Narrow the filters, by day ({from}, {to}) for instance.",
    "Mais de {most} ligações correspondem. Aperte os filtros, por dia ({from}, {to}) por exemplo.",
  ],
  [
    "The key opens the portal that calls are written to: there is nothing to accept.",
    "A chave abre o portal em que as ligações são gravadas: não há o que aceitar.",
  ],
  [
    "The key opens portal {portal}. Accept that one, or put another key.",
    "A chave abre o portal {portal}. Aceite esse, ou ponha outra chave.",
  ],
  // What is wrong with a body, a filter or a day.
  ["The body is not JSON.", "O corpo não é JSON."],
  ["This is JSON, but not a post-call webhook.", "É JSON, mas não um webhook pós-ligação."],
  [
    "This is the end of a chat conversation, not of a call: no mapping handles those.",
    "Isto é o fim de uma conversa de chat, não de uma ligação: nenhum mapeamento trata disso.",
  ],
  ["this is nested more than {n} levels deep; a call never is", "tem mais de {n} níveis; uma ligação nunca tem"],
  [
    "one call was expected, a list of {n} was found: send each in a request of its own",
    "esperava-se uma ligação, veio uma lista de {n}: envie cada uma em seu próprio pedido",
  ],
  ["a call's JSON object was expected", "esperava-se o objeto JSON de uma ligação"],
  ["nothing here tells of a call: none of {names} is there", "nada aqui fala de uma ligação: não há nenhum destes: {names}"],
  ["missing; expected {~what}", "falta; esperava-se {what}"],
  ["expected {~what}, found {~found}", "esperava-se {what}, veio {found}"],
  ["a number", "um número"],
  ["a list", "uma lista"],
  ["{name} is one of {values}.", "{name} é um destes: {values}."],
  ["{name} is 1, for calls with warnings.", "{name} é 1, para ligações com avisos."],
  ["{name} is a number with at least eight digits.", "{name} é um número com pelo menos oito dígitos."],
  ["{name} is a whole e-mail address.", "{name} é um endereço de e-mail inteiro."],
  ["{name} is a day such as {day}, or a time such as {time}.", "{name} é um dia como {day}, ou uma hora como {time}."],
  ["{name} is a day such as {day}.", "{name} é um dia como {day}."],
  ["{from} lies after {to}.", "{from} vem depois de {to}."],
  ["{name} is replay or undo.", "{name} é replay ou undo."],
  ["a text of {n} characters", "um texto de {n} caracteres"],
  ["more than {n} values; a call holds a few thousand", "mais de {n} valores; uma ligação tem alguns milhares"],
  ["The body is not JSON: {~where}.", "O corpo não é JSON: {where}."],
  ["it ends too early, or is another format", "termina cedo demais, ou é outro formato"],
  ["it breaks at {place}", "quebra em {place}"],
  ["The body is empty; a call's JSON was expected.", "O corpo está vazio; esperava-se o JSON de uma ligação."],
  ["The body is not valid UTF-8 text.", "O corpo não é texto UTF-8 válido."],
  ...Object.entries(EXPECTED_OF_SENDER),
  ...REFUSALS.map(sentencesOf),
];
