import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generateModel } from './extract-model.ts';
import { generateAgentExample, generateAgentSchema } from './generate-agent.ts';
import { compileCatalogue, generateCauses, generateMatchers } from './generate-catalogue.ts';
import { generateCauseDocs } from './generate-cause-docs.ts';
import { generateCodes } from './generate-codes.ts';
import { generateCommandDocument, generateTemplate } from './generate-deploy.ts';
import { generateExamples } from './generate-examples.ts';
import { generateKernel } from './generate-kernel.ts';
import { generateLimits } from './generate-limits.ts';
import { generateOrdinary, generateRuleSchema } from './generate-rules.ts';
import { generateLaunchdPlist, generateSystemdUnit, generateWindowsTask } from './generate-services.ts';

const catalogue = compileCatalogue();

/** Every generated file that is committed, with the function that makes its text. */
const OUTPUTS: Readonly<Record<string, () => string>> = {
  'src/causes/generated/causes.ts': () => generateCauses(catalogue),
  'src/causes/generated/matchers.ts': () => generateMatchers(catalogue),
  'src/causes/generated/codes.ts': generateCodes,
  'src/causes/generated/examples.ts': generateExamples,
  'docs/causes.md': generateCauseDocs,
  'src/reading/kernel/generated.ts': generateKernel,
  'src/rules/generated/ordinary.ts': generateOrdinary,
  'deploy/document/ssm-doctor.yaml': generateCommandDocument,
  'deploy/cloudformation/ssm-doctor.yaml': generateTemplate,
  'deploy/agent/ssm-doctor.service': generateSystemdUnit,
  'deploy/agent/com.ssm-doctor.agent.plist': generateLaunchdPlist,
  'deploy/agent/ssm-doctor-task.xml': generateWindowsTask,
  'deploy/agent/agent.schema.json': generateAgentSchema,
  'deploy/agent/agent.yaml': generateAgentExample,
  'docs/rule.schema.json': generateRuleSchema,
  'test/model/ssm.json': generateModel,
  'src/delivery/limits.ts': generateLimits,
};

const checkOnly = process.argv.includes('--check');
let stale = 0;
for (const [path, make] of Object.entries(OUTPUTS)) {
  const text = make();
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (checkOnly) {
    console.error(`${path} is not what its sources give; run: npm run generate`);
    stale++;
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`wrote ${path}`);
  }
}
process.exitCode = stale > 0 ? 1 : 0;
