package dev.agenthub.app.ui.delegations;

import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import javafx.scene.Parent;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The screen of delegations. */
public final class DelegationsScreen implements Screen {
    private final DelegationsViewModel model;
    private final View<DelegationsController> view;

    public DelegationsScreen(Session session, AppServices services) {
        this.model = new DelegationsViewModel(session, services.tasks(), services.clock(), services.zone());
        this.view = Views.load(new DelegationsController(model, new Moments(services.clock(), services.zone()),
                services.clock()));
    }

    @Override
    public String id() {
        return "delegations";
    }

    @Override
    public String title() {
        return Messages.of(DelegationsScreen.class).text("delegations.rail");
    }

    @Override
    public Ikon icon() {
        return Feather.CALENDAR;
    }

    @Override
    public Parent root() {
        return view.root();
    }

    @Override
    public void shown() {
        model.load();
    }
}
