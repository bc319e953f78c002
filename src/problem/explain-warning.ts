import type { WarningCause } from "./causes.ts";
import { type Explanation, NOT_WHAT, act, EXPECTED_OF_SENDER, inPortuguese } from "./words.ts";

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
    case "owner_has_left": {
      const [who, quem] = cause.user
        ? [`\`${cause.user}\``, `\`${cause.user}\``]
        : cause.of === undefined || cause.of === "contact"
          ? ["The contact's owner", "O proprietário do contato"]
          : [`The owner of \`${cause.of}\``, `O proprietário de \`${cause.of}\``];
      const [then, entao] = cause.instead
        ? ["it went to the next one whom the mapping names", "ficou com o próximo que o mapeamento indica"]
        : ["it was written without an owner", "foi gravado sem proprietário"];
      return act(
        "crm_admin",
        [`${who} is no user of HubSpot's any more: ${then}.`, `${quem} não é mais usuário do HubSpot: ${entao}.`],
        cause.user
          ? [
              "Correct the address below `owner:` in the mapping, or write there who has taken over.",
              "Corrija o endereço em `owner:` no mapeamento, ou escreva ali quem assumiu.",
            ]
          : [
              `Give the ${cause.of ?? "contact"} another owner in HubSpot.`,
              cause.of === undefined || cause.of === "contact"
                ? "Dê outro proprietário ao contato no HubSpot."
                : "Dê outro proprietário ao registro no HubSpot.",
            ],
      );
    }
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
    case "association_label_unread":
      return act(
        "operator",
        [
          `The key may not read the portal's association labels: the records are associated, but without “${cause.label}”.`,
          `A chave não pode ler os rótulos de associação do portal: os registros estão associados, mas sem “${cause.label}”.`,
        ],
        [
          "Give the service key the read scopes of both kinds of records, and replay the call.",
          "Dê à chave os escopos de leitura dos dois tipos de registro e reprocesse a ligação.",
        ],
      );
    case "time_unreadable":
      return act(
        "crm_admin",
        [
          `${quoted(cause.text, "What came as the time")} is no clear date and time; the activity stands at ${cause.otherwise ? "the time that `otherwise` says" : "the call's end"}.`,
          `${quoted(cause.text, "O que veio como hora")} não é uma data e hora clara; a atividade ficou ${cause.otherwise ? "na hora que `otherwise` indica" : "no fim da ligação"}.`,
        ],
        [
          "Have the assistant's variable hold a day and an hour (`Thursday at 3pm`, `2026-12-24 15:00`), or say with `otherwise:` when it is instead.",
          "Faça a variável do assistente trazer um dia e uma hora (`quinta às 15h`, `24/12/2026 15:00`), ou diga com `otherwise:` quando é em vez disso.",
        ],
      );
    case "field_left_out":
      return act(
        "sender",
        [
          `\`${cause.field}\` of the webhook is not ${cause.expected}, and was left out.`,
          `\`${cause.field}\` do webhook não pôde ser lido (${inPortuguese(EXPECTED_OF_SENDER, cause.expected)}) e ficou de fora.`,
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
