/** What makes this process another than the person's own. */
const NOT_PASSED = ['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS', 'NODE_COMPILE_CACHE'];

/** The environment as the person's own programs have it: without what is for this process alone. */
export const personsEnvironment = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !NOT_PASSED.includes(name)));
