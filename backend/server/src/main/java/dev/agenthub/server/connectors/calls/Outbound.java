package dev.agenthub.server.connectors.calls;

import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.server.connectors.egress.AllowedAddresses;
import dev.agenthub.server.connectors.egress.EgressRefusedException;
import dev.agenthub.server.connectors.egress.EgressRule;
import dev.agenthub.server.connectors.egress.GuardedSocketFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Makes an approved call once: no redirects, no retries, no proxy, no cookies, no connection shared between calls, public addresses only.
 *
 * <p>Thread-safe.
 */
public final class Outbound {
    private static final String RETRY_AFTER = "Retry-After";
    private static final Set<String> BODY_REQUIRED = Set.of("POST", "PUT", "PATCH");

    private final Limits limits;
    private final OkHttpClient internet;
    private final OkHttpClient sandbox;

    /**
     * Limits of a call.
     *
     * @param read the most bytes of an answer that are received
     * @param keep the most bytes of an answer that are kept
     */
    public record Limits(Duration connect, Duration call, int read, int keep) {
        /** The default: 10 seconds to connect, 1 minute for the call, 1 MiB received, 64 KiB kept. */
        public static final Limits DEFAULTS = new Limits(Duration.ofSeconds(10), Duration.ofMinutes(1), 1 << 20,
                1 << 16);
    }

    /** {@code sandboxPort} is the one loopback port that connectors of the sandbox kind may reach; empty where there is no sandbox. */
    public Outbound(Limits limits, OptionalInt sandboxPort) {
        this(limits, client(limits, EgressRule.publicInternet()), sandboxPort);
    }

    /** With another HTTP client, for tests with providers on loopback. */
    Outbound(Limits limits, OkHttpClient internet, OptionalInt sandboxPort) {
        this.limits = limits;
        this.internet = internet;
        sandbox = client(limits,
                sandboxPort.isPresent() ? EgressRule.sandbox(sandboxPort.getAsInt()) : EgressRule.nowhere());
    }

    /**
     * Calls the provider with the credential; failures are results, not exceptions.
     *
     * @param others further secrets that must not appear in the answer
     */
    public CallResult call(OutboundCall call, ConnectorAccess access, SecretBytes credential,
            Collection<SecretBytes> others) {
        HttpUrl address;
        try {
            address = call.addressIn(new AllowedAddresses(access.baseUrl(), access.hosts()));
        } catch (CallRefusedException e) {
            return new CallResult.NotSent(e);
        }
        if (!access.sandbox() && !address.isHttps()) {
            return new CallResult.NotSent("CALL_NOT_ENCRYPTED", "The address is not an https address");
        }
        if (call.headers().keySet().stream().anyMatch(access.form().header()::equalsIgnoreCase)) {
            return new CallResult.NotSent("CALL_HEADER_REFUSED", "The credential's header is not the action's to set");
        }
        List<SecretBytes> secrets = Stream.concat(Stream.of(credential), others.stream()).toList();
        var attempt = new Attempt();
        Request request = request(call, address, access.form(), credential, attempt);
        try (Response response = (access.sandbox() ? sandbox : internet).newCall(request).execute()) {
            return answered(response, secrets, attempt.retryAfter);
        } catch (IOException e) {
            return failed(e, attempt);
        }
    }

    /** Sends requests to an authorization server, under the same rules. */
    public HTTPRequestSender provider(boolean inSandbox) {
        return new ProviderHttp(inSandbox ? sandbox : internet);
    }

    /** Marks a request that must not be sent again. */
    static Request.Builder once(Request.Builder request) {
        return request.tag(Attempt.class, new Attempt());
    }

    private static Request request(OutboundCall call, HttpUrl address, CredentialForm form, SecretBytes credential,
            Attempt attempt) {
        RequestBody body = call.body() != null
                ? RequestBody.create(call.body(), null)
                : BODY_REQUIRED.contains(call.method()) ? RequestBody.create(ByteString.EMPTY, null) : null;
        var request = new Request.Builder().url(address).method(call.method(), body).tag(Attempt.class, attempt);
        call.headers().forEach(request::header);
        return request.header(form.header(), form.prefix() + credential.text()).build();
    }

    private CallResult answered(Response response, Collection<SecretBytes> secrets, @Nullable String retryAfter)
            throws IOException {
        ReceivedAnswer answer = ReceivedAnswer.read(response, limits.read());
        ByteString content = answer.tells(secrets, limits.read()) ? null : answer.content();
        ByteString kept = content == null
                ? ByteString.EMPTY
                : content.substring(0, Math.min(content.size(), limits.keep()));
        return new CallResult.Answered(response.code(), kept, answer.received().sha256(), answer.received().size(),
                answer.complete(), content == null ? 0 : answer.length() - kept.size(), content == null,
                retryAfter);
    }

    private static CallResult failed(IOException e, Attempt attempt) {
        if (attempt.sent.get()) {
            return e instanceof InterruptedIOException
                    ? new CallResult.Unclear("CALL_TIMED_OUT", "The provider did not answer in time")
                    : new CallResult.Unclear("CALL_BROKEN", "The connection broke before the whole answer was there");
        }
        return refusal(e) != null
                ? new CallResult.NotSent("EGRESS_REFUSED", "The provider's address is not one that may be reached")
                : new CallResult.NotSent(CallResult.NOT_CONNECTED, "The provider can't be reached");
    }

    private static @Nullable EgressRefusedException refusal(@Nullable Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof EgressRefusedException refusal) {
                return refusal;
            }
        }
        return null;
    }

    static OkHttpClient client(Limits limits, EgressRule rule) {
        return new OkHttpClient.Builder()
                .socketFactory(new GuardedSocketFactory(rule))
                .proxy(Proxy.NO_PROXY)
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .connectTimeout(limits.connect())
                .readTimeout(limits.call())
                .writeTimeout(limits.call())
                .callTimeout(limits.call())
                .eventListenerFactory(call -> Attempt.of(call))
                .addInterceptor(chain -> chain
                        .proceed(chain.request().newBuilder().header("Accept-Encoding", "identity").build()))
                .addNetworkInterceptor(Outbound::sendOnceAsApproved)
                .build();
    }

    /**
     * Sends the request as approved: the client would otherwise add headers, and repeat it
     * after some answers (503 with {@code Retry-After: 0}).
     */
    private static Response sendOnceAsApproved(Interceptor.Chain chain) throws IOException {
        Request approved = chain.call().request();
        if (!Attempt.of(chain.call()).claimed.compareAndSet(false, true)) {
            throw new IOException("A call is sent once");
        }
        Request.Builder request = chain.request().newBuilder();
        for (String added : List.of("Accept-Encoding", "Connection", "User-Agent")) {
            String value = approved.header(added);
            if (value == null) {
                request.removeHeader(added);
            } else {
                request.header(added, value);
            }
        }
        Response response = chain.proceed(request.build());
        Attempt.of(chain.call()).retryAfter = response.header(RETRY_AFTER);
        return response.newBuilder().removeHeader(RETRY_AFTER).build();
    }

    /** Records whether anything of the call was sent. */
    private static final class Attempt extends EventListener {
        private final AtomicBoolean claimed = new AtomicBoolean();
        private final AtomicBoolean sent = new AtomicBoolean();
        private volatile @Nullable String retryAfter;

        static Attempt of(Call call) {
            Attempt attempt = call.request().tag(Attempt.class);
            if (attempt == null) {
                throw new IllegalStateException("A call without its attempt");
            }
            return attempt;
        }

        @Override
        public void requestHeadersStart(Call call) {
            sent.set(true);
        }
    }
}
