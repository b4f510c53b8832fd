module.exports.handle = (event, context, callback) => callback(undefined, { statusCode: 200, body: 'from node16' })
