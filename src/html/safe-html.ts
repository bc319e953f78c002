/** HTML that templates put out as it is. Whoever makes one has escaped everything that a call said. */
export class SafeHtml {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
  }

  /** Whether there is nothing in it to read. */
  isEmpty(): boolean {
    return this.html.trim() === "";
  }

  toString(): string {
    return this.html;
  }
}
