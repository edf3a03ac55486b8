package dev.agenthub.app.ui.policies;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.Views;
import javafx.scene.Parent;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The screen of policies. */
public final class PoliciesScreen implements Screen {
    private final PoliciesViewModel policies;
    private final Parent root;

    public PoliciesScreen(PoliciesSource source, AppServices services) {
        this.policies = new PoliciesViewModel(source, services.tasks());
        this.root = Views.load(new PoliciesController(policies, services)).root();
    }

    @Override
    public String id() {
        return "policies";
    }

    @Override
    public String title() {
        return Messages.of(PoliciesScreen.class).text("screen.title");
    }

    @Override
    public Ikon icon() {
        return Feather.SLIDERS;
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        policies.refresh();
    }
}
