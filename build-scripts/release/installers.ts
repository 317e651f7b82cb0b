import { readFileSync } from 'node:fs';
import { checksumVariables, type Executable } from './released.ts';

/** The installers of a release, by their file names. They know its checksums, and install nothing else. */
export function installers(version: string, executables: readonly Executable[]): Record<string, string> {
  const checksums = checksumVariables(executables);
  return {
    'install.sh': shellInstaller(version, checksums),
    'uninstall.sh': install('uninstall.sh'),
    'install.ps1': powershellInstaller(version, Object.fromEntries(checksums)),
    'uninstall.ps1': install('uninstall.ps1'),
  };
}

function shellInstaller(version: string, checksums: readonly [string, string][]): string {
  return `#!/bin/sh
# Installs ssm-doctor ${version} in /opt/ssm-doctor.
version=${version}
${checksums
  .filter(([name]) => !name.includes('Windows'))
  .map(([name, value]) => `SSM_${name}=${value}\n`)
  .join('')}
case $(uname -s) in
  Linux)
${documents('linux.sh')}
    ;;
  Darwin)
${documents('macos.sh')}
    ;;
  *) platform=none ;;
esac
${documents('common.sh')}
${install('install.sh')}`;
}

function powershellInstaller(version: string, { sha256WindowsX64 }: Record<string, string>): string {
  return `# Installs ssm-doctor ${version} in C:\\Program Files\\ssm-doctor.
param([string]$source = '')
$version = '${version}'
$sha256WindowsX64 = '${sha256WindowsX64}'

${documents('common.ps1')}
${install('install.ps1')}`;
}

/** A part of the Command document; what shellcheck is told about it holds for a whole file only. */
function documents(name: string): string {
  return readFileSync(`deploy/document/${name}`, 'utf8').replace(/^# shellcheck .*\n/, '');
}

function install(name: string): string {
  return readFileSync(`deploy/install/${name}`, 'utf8').replace(/^# shellcheck .*\n/, '');
}
