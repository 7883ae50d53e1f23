// Runs in CloudFront for each request of a page (cloudfront-js-2.0): writes its address one
// way, so that the cache holds a page once, and leads newcomers to their language.

// What pages read from a query string: PARAMETERS of server/src/pages/address.rs.
var PARAMETERS = [
  'amenity', 'area', 'baths', 'beds', 'box', 'facing', 'ids', 'in', 'land_unit', 'max_built', 'max_land',
  'max_price', 'min_built', 'min_land', 'min_price', 'page', 'q', 'road', 'sort', 'status', 'type', 'view'
];

function values(parameter) {
  return parameter.multiValue ? parameter.multiValue.map(function (it) { return it.value; }) : [parameter.value];
}

// The same parameters in the order of their names, without empty and repeated values.
function normalised(query) {
  var result = {};
  PARAMETERS.forEach(function (name) {
    if (!query[name]) return;
    var kept = values(query[name]).filter(function (value, at, all) {
      return value.replace(/\+|%20/g, '') !== '' && all.indexOf(value) === at;
    });
    if (kept.length === 1) result[name] = { value: kept[0] };
    if (kept.length > 1) result[name] = { value: kept[0], multiValue: kept.map(function (value) { return { value: value }; }) };
  });
  return result;
}

// Whether a browser asks for Nepali before English, as in "ne-NP,ne;q=0.9,en;q=0.8".
function prefersNepali(header) {
  var best = { ne: 0, en: 0 };
  header.split(',').forEach(function (part) {
    var pieces = part.trim().split(';');
    var language = pieces[0].trim().slice(0, 2).toLowerCase();
    var quality = pieces[1] ? Number(pieces[1].trim().replace('q=', '')) : 1;
    if (language in best && quality > best[language]) best[language] = quality;
  });
  return best.ne > best.en;
}

// Who comes from elsewhere to the front page. Whoever follows a link of ours has chosen.
function isNewcomer(request) {
  var site = request.headers['sec-fetch-site'];
  var signedIn = request.cookies && request.cookies['durbar-signed-in'];
  return request.uri === '/' && !signedIn && site && (site.value === 'none' || site.value === 'cross-site');
}

function handler(event) {
  var request = event.request;
  var accepts = request.headers['accept-language'];
  if (request.method === 'GET' && isNewcomer(request) && accepts && prefersNepali(accepts.value)) {
    return {
      statusCode: 302,
      statusDescription: 'Found',
      headers: { location: { value: '/ne/' }, 'cache-control': { value: 'no-store' } }
    };
  }
  request.uri = request.uri.replace(/\/{2,}/g, '/');
  request.querystring = normalised(request.querystring);
  request.headers['x-request-id'] = { value: event.context.requestId };
  return request;
}
