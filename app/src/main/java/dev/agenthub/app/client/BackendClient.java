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
 * Calls the operations of one backend that need no session: enrolment and sign-in.
 *
 * <p>Every call blocks and throws {@link BackendException} where the backend refuses or cannot be reached. Thread-safe.
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
     * Makes a client of the backend at this address.
     *
     * @param fingerprint SHA-256 of the DER form of the certificate that the backend must
     *        present, 64 hex digits; null to trust the system's authorities
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
     * Makes a client of a remote backend. After the first successful TLS connection, its
     * certificate is remembered and required from then on.
     *
     * @param folder where the backend's address and certificate are remembered
     * @throws CodedException BACKEND_CERTIFICATE_CHANGED where another certificate is remembered than was given
     */
    public static BackendClient elsewhere(RemoteAddress given, Path folder) {
        return new BackendClient(given.knownIn(folder), folder);
    }

    public Health health() {
        return http.get("/v1/health", new TypeReference<>() {});
    }

    /** Whether the backend runs on this machine as part of a desktop, so that only its user can fix it. */
    public boolean isOfThisMachine() {
        return "http".equals(address.uri().getScheme());
    }

    /** The backend's address as shown to people. */
    public String name() {
        return address.uri().getAuthority();
    }

    /** The backend's address and pinned certificate. */
    RemoteAddress address() {
        return address;
    }

    /** SHA-256 of the certificate that the backend presents, 64 hex digits; null without TLS. */
    @Nullable
    String shownCertificate() {
        if (http.certificate() == null) {
            health();
        }
        return http.certificate();
    }

    /**
     * Redeems a one-time invitation and enrols {@code publicKey}, an Ed25519 key of 32 bytes.
     *
     * @throws CodedException {@value InvitationCode#OF_ANOTHER_SERVER}; the code was not sent
     */
    public Enrolled enrol(InvitationCode invitation, String name, byte[] publicKey) {
        invitation.requireServer(this);
        return http.post("/v1/enrolments",
                EnrolRequest.of(invitation.text(), name, SignatureAlgorithm.ED25519, publicKey),
                new TypeReference<>() {});
    }

    /** Signs the backend's challenge with {@code signer} and opens a session for its key. */
    public Session signIn(UUID org, Signer signer) {
        SignInChallenge challenge = http.post("/v1/sessions/challenges", new ChallengeRequest(org, signer.keyId()),
                new TypeReference<>() {});
        byte[] signature = signer.sign(challenge.bytesToSign(org, http.certificate()));
        SignedIn signedIn = http.post("/v1/sessions",
                SignInRequest.of(org, challenge.challengeId(), signer.keyId(), signature), new TypeReference<>() {});
        return new Session(new MemberClient(http.withToken(signedIn.token())), signedIn.me(), signer, null);
    }

    /**
     * The certificate that the backend presents, as PEM, for clients that have to trust it.
     *
     * @throws IllegalStateException without TLS
     */
    public String certificate() {
        AtomicReference<@Nullable Certificate> shown = new AtomicReference<>();
        // From the socket: OkHttp's handshake record omits certificates that lead to no trusted authority.
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
