import { spend } from "./limits.ts";
import type { Rendering } from "./settings.ts";

/**
 * HTML that we made ourselves (a transcript of 20 KB) needs no sanitising, which would cost more than all the rest of a plan. While
 * a body is rendered, a mark stands for it: a number between two NULs, which nothing else in a body can hold.
 */
const WORTH_IT = 500;
const MARK = /\0(\d+)\0/g;

export function trustHtml(html: string, rendering: Rendering): string {
  const plain = html.includes("\0") ? html.replaceAll("\0", "") : html;
  if (plain.length < WORTH_IT) return plain;
  spend(rendering.budget, plain.length);
  rendering.aside.push(plain);
  return `\0${rendering.aside.length - 1}\0`;
}

/** Puts what was set aside where its marks stand. */
export function restoreTrusted(html: string, aside: string[]): string {
  return aside.length === 0 ? html : html.replace(MARK, (_, index: string) => aside[Number(index)] ?? "");
}
