package dev.agenthub.app.launcher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.JoinLink;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.db.OwnDatabase;
import dev.agenthub.server.ServedProcess;
import dev.agenthub.server.connectors.calls.LocalProvider;
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

/** {@code agenthub serve} in its own process with its own database, and its output. */
final class ServeProcess implements AutoCloseable {
    private final OwnDatabase database;
    private final Process process;
    private final boolean endsWithItsInput;
    private final String output;
    private final URI uri;
    private final SSLContext tls;

    /** Serves from that data folder, with these options beside; its own files are open to all but where it closes them itself. */
    ServeProcess(Path folder, String... options) throws IOException, GeneralSecurityException {
        database = OwnDatabase.create(folder.resolve("own/secrets"));
        List<String> all = new ArrayList<>(List.of("--database", database.url(), "--data", folder.toString(), "--port",
                "0"));
        all.addAll(List.of(options));
        endsWithItsInput = false;
        process = start(command(all.toArray(String[]::new)));
        BufferedReader out = reader(process);
        String serves = String.valueOf(out.readLine());
        assertThat(serves).startsWith("AgentHub serves https://");
        uri = URI.create(serves.split(" ", -1)[2]);
        output = serves + "\n" + out.readLine() + "\n" + out.readLine() + "\n";
        tls = tls(folder);
    }

    /** The same, but the way out leads to a provider of the test's with that certificate. */
    ServeProcess(Path folder, Path certificate, int provider) throws IOException, GeneralSecurityException {
        database = OwnDatabase.create(folder.resolve("own/secrets"));
        endsWithItsInput = true;
        process = start(java(ServeProcess.class, folder.resolve("own").toString(), database.url(), certificate
                .toString(), Integer.toString(provider), "Northwind", String.join(",", OwnDatabase.accepted())));
        output = reader(process).readLine() + "\n";
        uri = JoinLink.parse(link()).orElseThrow().backend();
        tls = tls(folder);
    }

    /** With the log of {@code agenthub serve}. */
    static void main(String... arguments) throws Exception {
        LoggingSetup.into(Path.of(arguments[0]));
        ServedProcess.main(arguments);
    }

    private static Process start(List<String> command) throws IOException {
        List<String> openHanded = new ArrayList<>();
        if (File.separatorChar == '/') {
            openHanded.addAll(List.of("/bin/sh", "-c", "umask 000; exec \"$@\"", "sh"));
        }
        openHanded.addAll(command);
        return new ProcessBuilder(openHanded).redirectErrorStream(true).start();
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    private SSLContext tls(Path folder) throws GeneralSecurityException {
        return LocalProvider.tls(ServerCertificate.selfMade(folder.resolve("own/secrets"), uri.getHost()));
    }

    /** What starts it. */
    static List<String> command(String... options) {
        List<String> command = new ArrayList<>(java(Main.class, "serve"));
        command.addAll(List.of(options));
        OwnDatabase.accepted().forEach(version -> command.addAll(List.of("--accept-server-version", version)));
        return command;
    }

    private static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java")
                .toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
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
        socket.setSoTimeout(Math.toIntExact(TestTimeout.LIMIT.toMillis()));
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
        if (endsWithItsInput) {
            process.getOutputStream().close();
        } else {
            process.toHandle().destroy();
        }
        assertThat(TestTimeout.ends(process)).isTrue();
        return output + new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        database.close();
    }
}
