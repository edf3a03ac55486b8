package dev.agenthub.app.tour;

import dev.agenthub.app.platform.Browser;
import dev.agenthub.app.platform.CodedException;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import java.util.regex.Pattern;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** A browser for the tour: reads the sandbox's consent page, leaves its boxes ticked, presses Allow and follows the redirect. */
final class TourBrowser implements Browser {
    private static final Pattern TICKED = Pattern.compile("type=\"checkbox\" checked name=\"([^\"]+)\"");

    private final OkHttpClient http = new OkHttpClient();

    @Override
    public void open(URI page) {
        HttpUrl address = Objects.requireNonNull(HttpUrl.get(page));
        FormBody.Builder form = new FormBody.Builder().add("decision", "allow");
        address.queryParameterNames()
                .forEach(name -> form.add(name, Objects.requireNonNull(address.queryParameter(name))));
        TICKED.matcher(read(new Request.Builder().url(address))).results()
                .forEach(box -> form.add(box.group(1), "on"));
        read(new Request.Builder().url(address.newBuilder().query(null).build()).post(form.build()));
    }

    private String read(Request.Builder request) {
        try (Response response = http.newCall(request.build()).execute()) {
            if (!response.isSuccessful()) {
                throw new CodedException("BROWSER_UNAVAILABLE", "The page answers " + response.code() + ".");
            }
            return response.body().string();
        } catch (IOException e) {
            throw new CodedException("BROWSER_UNAVAILABLE", "The page can’t be read: " + e.getMessage(), e);
        }
    }
}
