package dev.agenthub.app.testing;

import dev.agenthub.app.platform.Browser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** A browser in front of the sandbox's consent page, and a person who decides there when the test says so. Safe for many threads. */
public final class ConsentingBrowser implements Browser {
    private static final String DETAILS = "authorization_details";
    /** A box that grants a detail, and what stands beside it. */
    private static final Pattern BOX = Pattern.compile("type=\"checkbox\" checked name=\"([^\"]+)\"> ([^<]+)<");

    private final OkHttpClient http = new OkHttpClient.Builder().followRedirects(false).build();
    private final List<URI> opened = new ArrayList<>();

    @Override
    public synchronized void open(URI page) {
        opened.add(page);
    }

    /** What it was told to open, the last one last. */
    public synchronized List<URI> opened() {
        return List.copyOf(opened);
    }

    /** Reads the page, presses a button of it, and goes where that leads; returns what is read there at the end. */
    public String decide(URI address, String decision) {
        return decide(address, decision, "");
    }

    /** The same, where the provider grants these scopes too. */
    public String decide(URI address, String decision, String further) {
        HttpUrl page = Objects.requireNonNull(HttpUrl.get(address));
        return press(page.newBuilder().setQueryParameter("scope", page.queryParameter("scope") + further).build(),
                decision, _ -> true);
    }

    /**
     * Allows it, where the provider grants authorization details otherwise.
     *
     * @param granted makes those that it grants of those that it was asked for
     * @param ticked which boxes stay ticked, by what stands beside them
     */
    public String allow(URI address, UnaryOperator<String> granted, Predicate<String> ticked) {
        HttpUrl page = Objects.requireNonNull(HttpUrl.get(address));
        String asked = Objects.requireNonNull(page.queryParameter(DETAILS));
        return press(page.newBuilder().setQueryParameter(DETAILS, granted.apply(asked)).build(), "allow", ticked);
    }

    private String press(HttpUrl page, String decision, Predicate<String> ticked) {
        String shown = read(new Request.Builder().url(page));
        if (!shown.contains("Allow")) {
            throw new IllegalStateException("This is no page on which to consent");
        }
        FormBody.Builder form = new FormBody.Builder().add("decision", decision);
        page.queryParameterNames().forEach(name -> form.add(name, Objects.requireNonNull(page.queryParameter(name))));
        BOX.matcher(shown).results().filter(box -> ticked.test(box.group(2)))
                .forEach(box -> form.add(box.group(1), "on"));
        Request sent = new Request.Builder().url(page.newBuilder().query(null).build()).post(form.build()).build();
        try (Response answer = http.newCall(sent).execute()) {
            return read(new Request.Builder().url(Objects.requireNonNull(answer.header("Location"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Types a code on the page where it belongs, and presses a button of the next one; returns what is read there at the end. */
    public String type(URI address, String code, String decision) {
        HttpUrl page = Objects.requireNonNull(HttpUrl.get(address));
        if (!read(new Request.Builder().url(page.newBuilder().setQueryParameter("user_code", code).build()))
                .contains("Allow")) {
            throw new IllegalStateException("The page does not know the code");
        }
        return read(new Request.Builder().url(page).post(
                new FormBody.Builder().add("user_code", code).add("decision", decision).build()));
    }

    private String read(Request.Builder request) {
        try (Response response = http.newCall(request.build()).execute()) {
            if (!response.isSuccessful()) {
                throw new IllegalStateException("The page answers " + response.code());
            }
            return response.body().string();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
