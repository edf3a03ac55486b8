package dev.agenthub.server.connectors.calls;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.net.ProtocolException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Sends the OAuth library's requests: no redirects, no retries, no proxy, public addresses only, bounded answers. */
final class ProviderHttp implements HTTPRequestSender {
    private static final long LARGEST_ANSWER = 1 << 20;

    private final OkHttpClient client;

    ProviderHttp(OkHttpClient client) {
        this.client = client;
    }

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest asked) throws IOException {
        HTTPRequest request = (HTTPRequest) asked;
        String method = request.getMethod().name();
        var call = Outbound.once(new Request.Builder().url(request.getURL()).method(method, body(request, method)));
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> call.addHeader(name, value)));
        try (Response response = client.newCall(call.build()).execute()) {
            HTTPResponse answer = new HTTPResponse(response.code());
            String type = response.header("Content-Type");
            if (type != null) {
                answer.setContentType(type);
            }
            answer.setBody(text(response));
            return answer;
        } catch (ParseException _) {
            throw new ProtocolException("The provider's answer has an unreadable media type");
        }
    }

    private static @Nullable RequestBody body(HTTPRequest request, String method) {
        String body = request.getBody();
        return body != null
                ? RequestBody.create(ByteString.encodeUtf8(body), null)
                : method.equals("POST") ? RequestBody.create(ByteString.EMPTY, null) : null;
    }

    private static String text(Response response) throws IOException {
        Buffer received = new Buffer();
        BufferedSource source = response.body().source();
        long last = 0;
        while (last >= 0 && received.size() <= LARGEST_ANSWER) {
            last = source.read(received, LARGEST_ANSWER + 1 - received.size());
        }
        if (received.size() > LARGEST_ANSWER) {
            throw new ProtocolException("The provider's answer is too long");
        }
        return received.readUtf8();
    }
}
