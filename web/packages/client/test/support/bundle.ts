import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));

/** The minified code of one of the package's files, or of a piece of source beside them. */
export async function bundle({
  stdin,
  ...options
}: Omit<BuildOptions, 'stdin'> & { stdin?: string }): Promise<string> {
  const { outputFiles } = await build({
    ...(stdin && { stdin: { contents: stdin, resolveDir: SOURCES, loader: 'ts' } }),
    absWorkingDir: SOURCES,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    ...options,
  });
  return outputFiles![0]!.text;
}
