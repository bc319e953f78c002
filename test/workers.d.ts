/// <reference types="@cloudflare/vitest-plugin/types" />

/** A file's text, put into the bundle by Vite. */
declare module "*?raw" {
  const text: string;
  export default text;
}

interface ImportMeta {
  env: { VITE_GROWTH: string; VITE_PAGES: string; VITE_CLOCK: string };
}
