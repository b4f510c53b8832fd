export function handle(event, context) {
  return {
    statusCode: 200,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      message: `${process.env.GREETING} ${context.functionName}`,
      stage: process.env.STAGE, recipe: process.env.RECIPE, oven: process.env.OVEN_KEY,
    }),
  }
}
