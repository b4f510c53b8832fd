// The file and the name of the export are the handler: "handler.hello".
export async function hello(event) {
  console.log(`quickstart: ${event.httpMethod} from ${process.env.WHERE}`);
  return {
    statusCode: 200,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      message: "Hello, World", where: process.env.WHERE, level: process.env.LEVEL, body: event.body, secret: process.env.SECRET,
    }),
  };
}
