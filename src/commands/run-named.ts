import { enableCompileCache } from "node:module";

/** One of several commands under a name: loaded only when it is the one that runs. */
export interface NamedCommand {
  describe: string;
  /** Returns the exit code. */
  run: (args: string[]) => Promise<number>;
}

/** `npm run GROUP -- NAME …`: runs the command of that name, or tells which there are (exit code 2 for a name that is none). */
export async function runNamed(group: string, commands: Record<string, NamedCommand>): Promise<void> {
  enableCompileCache();
  const usage = ["Usage:", ...Object.values(commands).map(({ describe }) => `  npm run ${group} -- ${describe}`)].join("\n");
  const [name, ...args] = process.argv.slice(2);
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) process.exitCode = await command.run(args);
  else if (name === undefined || name === "help" || name === "--help") console.log(usage);
  else {
    console.error(`\`${name}\` is not one of the commands.\n${usage}`);
    process.exitCode = 2;
  }
}
