import type { WarningCause } from "./causes.ts";
import { type Explanation, NOT_WHAT, act } from "./words.ts";

/** What of a written call was left out or shortened. The last part of the switch: nothing is left over but what another release has stored (null). */
export function explainWarning(cause: WarningCause): Explanation | null {
  switch (cause.code) {
    case "value_does_not_fit": {
      const [en, pt] = NOT_WHAT[cause.expected];
      return act(
        "crm_admin",
        cause.isPart
          ? [
              `${quoted(cause.text, "What came")} ${en} as it stands; what of it is one was written.`,
              `${quoted(cause.text, "O que veio")} ${pt} do jeito que está; a parte que é foi gravada.`,
            ]
          : [`${quoted(cause.text, "What came")} ${en}.`, `${quoted(cause.text, "O que veio")} ${pt}.`],
        [
          "The value was left out, everything else is written. Where calls bring such values often: `map:` or `format:` them in the mapping, or correct the property in HubSpot.",
          "O valor ficou de fora, o resto foi gravado. Se as ligações trazem tais valores com frequência: use `map:` ou `format:` no mapeamento, ou corrija a propriedade no HubSpot.",
        ],
      );
    }
    case "owner_has_left":
      return act(
        "crm_admin",
        [
          "The contact's owner is no user of HubSpot's any more: it was written without an owner.",
          "O proprietário do contato não é mais usuário do HubSpot: foi gravado sem proprietário.",
        ],
        ["Give the contact another owner in HubSpot.", "Dê outro proprietário ao contato no HubSpot."],
      );
    case "value_shortened":
      return act(
        "crm_admin",
        [
          `It is longer than the ${cause.limit.toLocaleString("en-US")} characters that HubSpot takes, and was shortened.`,
          `É mais longo que os ${cause.limit.toLocaleString("pt-BR")} caracteres que o HubSpot aceita, e foi encurtado.`,
        ],
        [
          "Write less of it in the mapping (`| truncate: 500`), if it should not happen.",
          "Grave menos dele no mapeamento (`| truncate: 500`), se isso não deve acontecer.",
        ],
      );
    case "oldest_lines_dropped":
      return act(
        "crm_admin",
        [
          `The property is full: its ${cause.lines} oldest lines were dropped to make room.`,
          `A propriedade está cheia: suas ${cause.lines} linhas mais antigas saíram para dar lugar.`,
        ],
        ["Nothing, or append less in the mapping.", "Nada, ou acrescente menos no mapeamento."],
      );
    case "unknown_choices":
      return act(
        "crm_admin",
        [
          `${quoted(cause.text, "A choice")} is none of the property's options; the others were ticked.`,
          `${quoted(cause.text, "Uma escolha")} não é nenhuma das opções da propriedade; as outras foram marcadas.`,
        ],
        ["Add the option in HubSpot, or `map:` the value in the mapping.", "Acrescente a opção no HubSpot, ou use `map:` no mapeamento."],
      );
    case "time_unreadable":
      return act(
        "crm_admin",
        [
          `${quoted(cause.text, "What came as the time")} is no date and time; the activity stands at the call's end.`,
          `${quoted(cause.text, "O que veio como hora")} não é uma data e hora; a atividade ficou no fim da ligação.`,
        ],
        [
          "Read the time from a variable that holds one (`at:` in the mapping).",
          "Leia a hora de uma variável que a contenha (`at:` no mapeamento).",
        ],
      );
    case "field_left_out":
      return act(
        "sender",
        [
          `\`${cause.field}\` of the webhook is not ${cause.expected}, and was left out.`,
          `\`${cause.field}\` do webhook não pôde ser lido (${cause.expected}) e ficou de fora.`,
        ],
        ["Have whoever sends the webhook correct the field.", "Peça a quem envia o webhook que corrija o campo."],
      );
    case "hubspot_warning": {
      const names = cause.names.length > 0 ? ` (${cause.names.join(", ")})` : "";
      return act(
        "crm_admin",
        [
          `HubSpot wrote the record with a warning: ${cause.category}${names}.`,
          `O HubSpot gravou o registro com um aviso: ${cause.category}${names}.`,
        ],
        [
          "Look at the record in HubSpot: something of it may have been left out.",
          "Veja o registro no HubSpot: algo dele pode ter ficado de fora.",
        ],
      );
    }
    default:
      cause satisfies never;
      return null;
  }
}

const quoted = (text: string | undefined, otherwise: string): string => (text === undefined ? otherwise : `“${text}”`);
