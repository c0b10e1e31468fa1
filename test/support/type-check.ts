import * as path from 'node:path';
import ts from 'typescript';
import type { CodeBlock } from './markdown.js';

/** Type-checks each block as a module of this package; what is wrong, by file and line. */
export function typeErrors(root: string, blocks: readonly CodeBlock[]): string[] {
  const sources = new Map(
    blocks.map((block) => [path.join(root, `test/${block.file}.L${block.line}.ts`), block]),
  );
  const options = compilerOptions(root);
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => sources.has(name) || disk.fileExists(name),
    getSourceFile: (name, target, ...rest) => {
      const block = sources.get(name);
      return block
        ? ts.createSourceFile(name, block.code, target)
        : disk.getSourceFile(name, target, ...rest);
    },
  };

  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources].flatMap(([name, { file, line }]) => {
    const source = program.getSourceFile(name);
    // Without it every file's errors would be asked for, and the block's missed.
    if (!source) return [`${file}:${line} was not compiled`];
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map(({ start = 0, messageText }) => {
      const at = line + source.getLineAndCharacterOfPosition(start).line;
      return `${file}:${at} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}

function compilerOptions(root: string): ts.CompilerOptions {
  const file = path.join(root, 'tsconfig.json');
  const { config } = ts.readConfigFile(file, (name) => ts.sys.readFile(name)) as {
    config: unknown;
  };
  return ts.parseJsonConfigFileContent(config, ts.sys, root, {}, file).options;
}
