package dev.agenthub.app.client;

import dev.agenthub.api.ChallengeRequest;
import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Enrolled;
import dev.agenthub.api.Health;
import dev.agenthub.api.SignInChallenge;
import dev.agenthub.api.SignInRequest;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.api.SignedIn;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.app.platform.Signer;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import okhttp3.Connection;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * Asks one backend for what needs no session: enrolment and signing in.
 *
 * <p>Every call blocks; all of them throw {@link BackendException}. Safe for use by many threads.
 */
public final class BackendClient implements AutoCloseable {
    private static final String PEM_BEGIN = "-----BEGIN CERTIFICATE-----\n";
    private static final String PEM_END = "\n-----END CERTIFICATE-----\n";

    private final RemoteAddress address;
    private final Http http;

    public BackendClient(URI backend) {
        this(backend, null);
    }

    /**
     * With the certificate that the backend must show.
     *
     * @param fingerprint SHA-256 of its DER form, 64 hex digits; null where the system's authorities decide
     */
    public BackendClient(URI backend, @Nullable String fingerprint) {
        this.address = new RemoteAddress(backend, fingerprint);
        this.http = Http.to(backend, fingerprint, () -> {});
    }

    private BackendClient(RemoteAddress known, Path folder) {
        this.address = known;
        AtomicBoolean remembered = new AtomicBoolean();
        this.http = Http.to(known.uri(), known.fingerprint(), () -> {
            if (!remembered.getAndSet(true)) {
                known.remember(folder);
            }
        });
    }

    /**
     * Of a backend elsewhere, which is known from then on by the certificate of the first connection that held.
     *
     * @param folder where what is known of it is remembered
     * @throws CodedException BACKEND_CERTIFICATE_CHANGED where it is known by another certificate than was given
     */
    public static BackendClient elsewhere(RemoteAddress given, Path folder) {
        return new BackendClient(given.knownIn(folder), folder);
    }

    public Health health() {
        return http.get("/v1/health", new TypeReference<>() {});
    }

    /** Whether it runs on this machine, as part of a desktop: nobody else can mend it. */
    public boolean isOfThisMachine() {
        return "http".equals(address.uri().getScheme());
    }

    /** Where this backend is, as a person would name it. */
    public String name() {
        return address.uri().getAuthority();
    }

    /** Where this backend is, and by which certificate alone it is trusted. */
    RemoteAddress address() {
        return address;
    }

    /** SHA-256 of the certificate that the backend shows, 64 hex digits; null where there is no TLS. */
    @Nullable
    String shownCertificate() {
        if (http.certificate() == null) {
            health();
        }
        return http.certificate();
    }

    /**
     * Redeems a one-time invitation for {@code publicKey}, 32 bytes of Ed25519.
     *
     * @throws CodedException {@value InvitationCode#OF_ANOTHER_SERVER}, and the backend does not hear of the code
     */
    public Enrolled enrol(InvitationCode invitation, String name, byte[] publicKey) {
        invitation.requireServer(this);
        return http.post("/v1/enrolments",
                EnrolRequest.of(invitation.text(), name, SignatureAlgorithm.ED25519, publicKey),
                new TypeReference<>() {});
    }

    /** Proves to hold {@code signer}'s key and gets a session for it. */
    public Session signIn(UUID org, Signer signer) {
        SignInChallenge challenge = http.post("/v1/sessions/challenges", new ChallengeRequest(org, signer.keyId()),
                new TypeReference<>() {});
        byte[] signature = signer.sign(challenge.bytesToSign(org, http.certificate()));
        SignedIn signedIn = http.post("/v1/sessions",
                SignInRequest.of(org, challenge.challengeId(), signer.keyId(), signature), new TypeReference<>() {});
        return new Session(new MemberClient(http.withToken(signedIn.token())), signedIn.me(), signer, null);
    }

    /**
     * The certificate that the backend shows, as PEM, for callers who are to trust it.
     *
     * @throws IllegalStateException where there is no TLS
     */
    public String certificate() {
        AtomicReference<@Nullable Certificate> shown = new AtomicReference<>();
        // From the socket, since the client's own record leaves out a certificate that it can trace to no authority.
        OkHttpClient looking = http.client().newBuilder().addNetworkInterceptor(chain -> {
            Connection connection = chain.connection();
            if (connection != null && connection.socket() instanceof SSLSocket tls) {
                shown.set(tls.getSession().getPeerCertificates()[0]);
            }
            return chain.proceed(chain.request());
        }).build();
        Http.call(looking.newCall(http.request("/v1/health").build()), Response::code);
        Certificate certificate = shown.get();
        if (certificate == null) {
            throw new IllegalStateException("There is no TLS");
        }
        return pem(certificate);
    }

    static String pem(Certificate certificate) {
        try {
            return PEM_BEGIN + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(certificate.getEncoded())
                    + PEM_END;
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
