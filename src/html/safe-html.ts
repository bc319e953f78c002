/** HTML that templates put out as it is. Whoever makes one has escaped everything that a call said. */
export class SafeHtml {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
  }

  toString(): string {
    return this.html;
  }
}
