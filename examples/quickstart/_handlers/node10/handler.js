// The name of the export and the file are the handler: "handler.hello".
module.exports.hello = async (event) => {
  console.log(`quickstart: ${event.httpMethod} from ${process.env.WHERE}`);
  return {
    statusCode: 200,
    headers: { "Content-Type": "application/json" },
    body: { message: "Hello, World", where: process.env.WHERE, level: process.env.LEVEL, body: event.body },
  };
};
