package dev.agenthub.app.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.Patience;
import dev.agenthub.db.OwnDatabase;
import dev.agenthub.server.connectors.LocalProvider;
import dev.agenthub.server.tls.ServerCertificate;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** {@code agenthub serve} in a process of its own, on a database of its own, from its first line of output on. */
final class ServeProcess implements AutoCloseable {
    private final OwnDatabase database;
    private final Process process;
    private final String output;
    private final URI uri;
    private final SSLContext tls;

    /** Serves from that data folder, with these options beside; its own files are open to all but where it closes them itself. */
    ServeProcess(Path folder, String... options) throws IOException, GeneralSecurityException {
        database = OwnDatabase.create(folder.resolve("own/secrets"));
        List<String> all = new ArrayList<>(List.of("--database", database.url(), "--data", folder.toString(), "--port",
                "0"));
        all.addAll(List.of(options));
        List<String> openHanded = new ArrayList<>();
        if (File.separatorChar == '/') {
            openHanded.addAll(List.of("/bin/sh", "-c", "umask 000; exec \"$@\"", "sh"));
        }
        openHanded.addAll(command(all.toArray(String[]::new)));
        process = new ProcessBuilder(openHanded).redirectErrorStream(true).start();
        BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        String serves = String.valueOf(out.readLine());
        assertThat(serves).startsWith("AgentHub serves https://");
        uri = URI.create(serves.split(" ", -1)[2]);
        output = serves + "\n" + out.readLine() + "\n" + out.readLine() + "\n";
        tls = LocalProvider.tls(ServerCertificate.selfMade(folder.resolve("own/secrets"), uri.getHost()));
    }

    /** What starts it. */
    static List<String> command(String... options) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                .toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(), "serve"));
        command.addAll(List.of(options));
        OwnDatabase.accepted().forEach(version -> command.addAll(List.of("--accept-server-version", version)));
        return command;
    }

    URI uri() {
        return uri;
    }

    OwnDatabase database() {
        return database;
    }

    /** With which the first owner joins. */
    String link() {
        return output.strip().lines().reduce((_, last) -> last).orElseThrow();
    }

    /** A connection of a caller who knows its certificate. */
    Socket connect() throws IOException {
        Socket socket = tls.getSocketFactory().createSocket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(Math.toIntExact(Patience.LIMIT.toMillis()));
        return socket;
    }

    /** What is answered to a caller who sends this and no more, as far as the connection goes. */
    String answerTo(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    /** Whether it works for somebody who wants nothing but that. */
    boolean works() throws IOException {
        return answerTo("GET /v1/health HTTP/1.1\r\nHost: " + uri.getHost() + "\r\nConnection: close\r\n\r\n")
                .startsWith("HTTP/1.1 200 ");
    }

    /** Ends it as an operator would; returns all that it said. */
    String end() throws IOException, InterruptedException {
        process.toHandle().destroy();
        assertThat(Patience.ends(process)).isTrue();
        return output + new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        database.close();
    }
}
