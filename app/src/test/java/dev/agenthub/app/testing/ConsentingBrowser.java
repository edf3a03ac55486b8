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

/** A browser for the sandbox's consent page, where the test decides when to consent. Thread-safe. */
public final class ConsentingBrowser implements Browser {
    private static final String DETAILS = "authorization_details";
    /** A check box that grants a detail, and its label. */
    private static final Pattern BOX = Pattern.compile("type=\"checkbox\" checked name=\"([^\"]+)\"> ([^<]+)<");

    private final OkHttpClient http = new OkHttpClient.Builder().followRedirects(false).build();
    private final List<URI> opened = new ArrayList<>();

    @Override
    public synchronized void open(URI page) {
        opened.add(page);
    }

    /** The addresses opened, in order. */
    public synchronized List<URI> opened() {
        return List.copyOf(opened);
    }

    /** Reads the page, presses one of its buttons and follows the redirect; returns the last page's text. */
    public String decide(URI address, String decision) {
        return decide(address, decision, "");
    }

    /** As above, where the provider also grants these scopes. */
    public String decide(URI address, String decision, String further) {
        HttpUrl page = Objects.requireNonNull(HttpUrl.get(address));
        return press(page.newBuilder().setQueryParameter("scope", page.queryParameter("scope") + further).build(),
                decision, _ -> true);
    }

    /**
     * Consents, where the provider grants other authorization details than requested.
     *
     * @param granted maps requested details to granted ones
     * @param ticked which boxes stay ticked, by their labels
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

    /** Types a user code on its page and presses a button of the next one; returns the last page's text. */
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
