package dev.agenthub.bench.connectors;

import com.sun.net.httpserver.HttpServer;
import dev.agenthub.bench.Benchmark;
import dev.agenthub.bench.Row;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.calls.CallResult;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import dev.agenthub.server.connectors.calls.CredentialForm;
import dev.agenthub.server.connectors.calls.Outbound;
import dev.agenthub.server.connectors.calls.OutboundCall;
import dev.agenthub.server.connectors.vault.CredentialVault;
import dev.agenthub.server.connectors.vault.CredentialVault.Place;
import dev.agenthub.server.connectors.vault.CredentialVault.Use;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.ByteString;

/**
 * One call by one client to a service on loopback: the credential opened, the address guarded, the answer looked through for
 * the connection's secrets, against the same request by the same library alone. Neither keeps a connection for the next call.
 */
public final class ConnectorBenchmark implements Benchmark {
    private static final Map<String, Integer> ANSWERS = answers();
    private static final ByteString BODY = ByteString
            .encodeUtf8("{\"customer\":\"cus_4Hs8LwPz0RkVtd\",\"amount\":1200}");
    private static final int WARM_UP = 2_000;
    private static final int TURNS = 4_001;

    private static Map<String, Integer> answers() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        sizes.put("call through a connector, answer of 400 bytes, required at most 2", 400);
        sizes.put("call through a connector, answer of 1 MiB, all of it looked through", 1 << 20);
        return sizes;
    }

    @Override
    public List<String> names() {
        return List.copyOf(ANSWERS.keySet());
    }

    @Override
    public Row measure(String name) throws Exception {
        byte[] answer = text(ANSWERS.getOrDefault(name, 0));
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        service.setExecutor(threads);
        service.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(201, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        service.start();
        try {
            return measure(name, service.getAddress().getPort(), answer.length > 10_000 ? 10 : 1);
        } finally {
            service.stop(0);
            threads.close();
        }
    }

    private static Row measure(String name, int port, int fewer) throws IOException {
        String address = "http://127.0.0.1:" + port + "/refunds";
        SecretBytes token = SecretBytes.random(32);
        var vault = new CredentialVault(SecretBytes.random(CredentialVault.KEY_LENGTH));
        var connectors = new Connectors(vault, new Outbound(Outbound.Limits.DEFAULTS, OptionalInt.of(port)));
        Place place = new Place(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), 1, Use.TOKEN);
        String text = token.base64Url();
        var access = new ConnectorAccess(UUID.randomUUID(), place, HttpUrl.get("http://127.0.0.1:" + port), List.of(),
                CredentialForm.BEARER, Permissions.NONE, Permissions.NONE, null, null, true,
                ByteString.of(vault.seal(place, SecretBytes.ofText(text))), List.of());
        Map<String, String> headers = Map.of("Content-Type", "application/json", "Idempotency-Key",
                UUID.randomUUID().toString());
        OkHttpClient plain = new OkHttpClient.Builder().connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .build();
        long[] ours = new long[TURNS / fewer];
        long[] baseline = new long[TURNS / fewer];
        for (int turn = -WARM_UP / fewer; turn < ours.length; turn++) {
            long begin = System.nanoTime();
            CallResult result = connectors.call(new OutboundCall("POST", address, headers, BODY), access, null);
            long between = System.nanoTime();
            plain(plain, address, headers, text);
            long end = System.nanoTime();
            if (!result.code().equals("HTTP_201")) {
                throw new IOException("The call ended as " + result.code());
            }
            if (turn >= 0) {
                ours[turn] = between - begin;
                baseline[turn] = end - between;
            }
        }
        return Row.ofTimes(name, middle(ours), "the same call by OkHttp alone", middle(baseline),
                "one client, loopback, a connection for each call");
    }

    private static void plain(OkHttpClient client, String address, Map<String, String> headers, String token)
            throws IOException {
        Request.Builder request = new Request.Builder().url(address).post(RequestBody.create(BODY, null))
                .header("Authorization", "Bearer " + token);
        headers.forEach(request::header);
        try (Response response = client.newCall(request.build()).execute()) {
            if (response.body().bytes().length == 0) {
                throw new IOException("An empty answer");
            }
        }
    }

    private static byte[] text(int size) {
        String unit = "{\"id\":\"re_3Ms8LwPz0RkVtd\",\"object\":\"refund\",\"amount\":1200,\"currency\":\"eur\"},";
        return unit.repeat(size / unit.length() + 1).substring(0, size).getBytes(StandardCharsets.UTF_8);
    }

    private static double middle(long[] times) {
        Arrays.sort(times);
        return times[times.length / 2];
    }
}
