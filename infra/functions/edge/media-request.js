// Runs in CloudFront for /media/… and /premium/… (cloudfront-js-2.0): objects are named
// without the folder that their addresses begin with. Signatures were checked before.
function handler(event) {
  var request = event.request;
  request.uri = request.uri.replace(/^\/(media|premium)\//, '/');
  // Share pictures have an address of their own, which looks first whether the home is to be seen.
  if (/^\/share\//.test(request.uri) || request.uri.indexOf('..') >= 0) {
    return { statusCode: 404, statusDescription: 'Not Found', headers: { 'cache-control': { value: 'no-store' } } };
  }
  request.querystring = {};
  return request;
}
