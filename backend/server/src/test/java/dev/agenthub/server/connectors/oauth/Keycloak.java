package dev.agenthub.server.connectors.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.awaitility.Awaitility;

/** A real Keycloak server with one realm, client and person, and a browser in which the person signs in. */
final class Keycloak implements AutoCloseable {
    static final String CLIENT = "agenthub";
    static final String CLIENT_SECRET = "the-secret-of-the-client";

    /** What the tests do not ask for and its start need not wait for. */
    private static final String UNUSED = "admin-fine-grained-authz,authorization,ciba,kerberos,impersonation,organization,identity-brokering-api";
    private static final Pattern LOGIN = Pattern.compile("action=\"([^\"]+)\"");
    private static final int MOST_STEPS = 10;

    private final Process process;
    private final int port;
    private final OkHttpClient browser = new OkHttpClient.Builder().followRedirects(false).cookieJar(new Cookies())
            .build();

    private Keycloak(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it where its distribution was unpacked, and waits until it answers. */
    static Keycloak start(Path home) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path imports = Files.createDirectories(home.resolve("data/import"));
        try (InputStream realm = Objects.requireNonNull(Keycloak.class.getResourceAsStream("keycloak-realm.json"))) {
            Files.write(imports.resolve("agenthub-realm.json"), realm.readAllBytes());
        }
        ProcessBuilder command = new ProcessBuilder("sh", home.resolve("bin/kc.sh").toString(), "start-dev",
                "--import-realm", "--http-host=127.0.0.1", "--http-port=" + port, "--db=dev-mem",
                "--features-disabled=" + UNUSED)
                .redirectErrorStream(true).redirectOutput(home.resolve("keycloak.log").toFile());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1 -Xshare:auto");
        Keycloak keycloak = new Keycloak(command.start(), port);
        Awaitility.await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(500))
                .ignoreExceptionsInstanceOf(IOException.class).until(keycloak::answers);
        return keycloak;
    }

    private boolean answers() throws IOException {
        assertThat(process.isAlive()).as("Keycloak, see its log").isTrue();
        try (Response response = browser.newCall(new Request.Builder().url(issuer()).build()).execute()) {
            return response.isSuccessful();
        }
    }

    int port() {
        return port;
    }

    String issuer() {
        return "http://127.0.0.1:" + port + "/realms/agenthub";
    }

    /** Where calls go: what is there is asked with an access token. */
    HttpUrl baseUrl() {
        return HttpUrl.get(issuer() + "/protocol/openid-connect");
    }

    /** Whether it answers to an access token. */
    boolean takes(String token) throws IOException {
        try (Response response = browser.newCall(new Request.Builder().url(baseUrl() + "/userinfo")
                .header("Authorization", "Bearer " + token).build()).execute()) {
            return response.isSuccessful();
        }
    }

    /** Where the browser is sent back to in the end, after the person signed in where they are asked to. */
    HttpUrl signIn(String authorizationUrl) throws IOException {
        Request request = new Request.Builder().url(authorizationUrl).build();
        for (int step = 0; step < MOST_STEPS; step++) {
            try (Response response = browser.newCall(request).execute()) {
                String location = response.header("Location");
                if (location == null) {
                    request = login(response);
                    continue;
                }
                HttpUrl next = Objects.requireNonNull(request.url().resolve(location));
                if (next.port() != port) {
                    return next;
                }
                request = new Request.Builder().url(next).build();
            }
        }
        throw new AssertionError("The browser was never sent back");
    }

    private static Request login(Response page) throws IOException {
        Matcher form = LOGIN.matcher(page.body().string());
        assertThat(form.find()).as("a form to sign in, status " + page.code()).isTrue();
        return new Request.Builder().url(form.group(1).replace("&amp;", "&")).post(new FormBody.Builder()
                .add("username", "noa").add("password", "the-passphrase-of-noa").build()).build();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Cookies implements CookieJar {
        private final List<Cookie> kept = new ArrayList<>();

        @Override
        public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {
            for (Cookie cookie : cookies) {
                kept.removeIf(old -> old.name().equals(cookie.name()) && old.path().equals(cookie.path()));
                kept.add(cookie);
            }
        }

        @Override
        public List<Cookie> loadForRequest(HttpUrl url) {
            return kept.stream().filter(cookie -> cookie.expiresAt() > System.currentTimeMillis()
                    && url.encodedPath().startsWith(cookie.path())).toList();
        }
    }
}
