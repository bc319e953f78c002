/** A text said by somebody, of which one part after the other is understood. */
export class Phrase {
  #rest: string;

  constructor(text: string) {
    const plain = text
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/([ap])\.\s?m\./g, "$1m")
      .replace(/[ª]/g, "a")
      .replace(/[º°]/g, "")
      .replace(/[,;!?]+|\.(?=\s|$)/g, " ");
    this.#rest = ` ${plain} `.replace(/\s+/g, " ");
  }

  /** The first part that is so is understood, and gone; null where there is none. The pattern is held against whole words. */
  take(pattern: RegExp): RegExpExecArray | null {
    const found = new RegExp(`(?<= )(?:${pattern.source})(?= )`).exec(this.#rest);
    if (found !== null)
      this.#rest = `${this.#rest.slice(0, found.index)}${this.#rest.slice(found.index + found[0].length)}`.replace(/ +/g, " ");
    return found;
  }

  /** Whether nothing is left but words that only join others. */
  isUnderstood(): boolean {
    return this.#rest.split(" ").every((word) => word === "" || JOINING.has(word));
  }
}

const JOINING = new Set(
  "as a las los la el al at on the na no nas nos em en de do da del dia feira para pra o ao of hora horas hrs h".split(" "),
);
