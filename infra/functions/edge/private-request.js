// Runs in CloudFront for each request that no cache answers (cloudfront-js-2.0): tells the
// server who asks and under which name the request is in the logs of the edge, over whatever
// the visitor sent in these headers.
function handler(event) {
  var request = event.request;
  request.headers['x-durbar-viewer-address'] = { value: event.viewer.ip };
  request.headers['x-request-id'] = { value: event.context.requestId };
  return request;
}
