// What test runs found, from the JSON that the runners write.
import { existsSync, readFileSync } from 'node:fs';

/** A run without a single result is one failed test: something broke before it could begin. */
const broken = (name) => ({ passed: 0, failed: 1, skipped: 0, slow: [], failures: [`${name} did not run to its end`] });

/** Takes the file that vitest wrote and its exit code. */
export function vitestResults(name, file, code) {
  if (!existsSync(file)) return broken(name);
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failures = tests.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((each) => each.status !== 'failed'),
  );
  for (const { name: path } of brokenFiles) failures.push(`${path} could not be run`);
  let failed = numFailedTests + brokenFiles.length;
  if (code !== 0 && failed === 0) {
    failed = 1;
    failures.push(`${name} ended with ${code}, though no test failed`);
  }
  const slow = tests.map(({ fullName, duration }) => ({ name: fullName, seconds: (duration ?? 0) / 1000 }));
  return { passed: numPassedTests, failed, skipped: numPendingTests, slow, failures };
}

/** Takes the file that Playwright wrote and its exit code. */
export function playwrightResults(name, file, code) {
  if (!existsSync(file)) return broken(name);
  const { stats, suites, errors = [] } = JSON.parse(readFileSync(file, 'utf8'));
  const specs = suites.flatMap(specsOf);
  const failures = specs.filter(({ ok }) => !ok).map(({ title }) => title);
  for (const { message } of errors) failures.push(message.split('\n')[0]);
  let failed = stats.unexpected + stats.flaky + errors.length;
  if (code !== 0 && failed === 0) {
    failed = 1;
    failures.push(`${name} ended with ${code}, though no test failed`);
  }
  const slow = specs.map(({ title, tests }) => ({
    name: title,
    seconds: tests.flatMap(({ results }) => results).reduce((sum, { duration }) => sum + duration, 0) / 1000,
  }));
  return { passed: stats.expected, failed, skipped: stats.skipped, slow, failures };
}

const specsOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(specsOf)];
