package dev.agenthub.app.ui.connections;

import dev.agenthub.api.CatalogConnector;
import dev.agenthub.api.CatalogScope;
import dev.agenthub.api.CatalogTool;
import dev.agenthub.api.Workspace;
import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.platform.LoopbackReceiver;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Shown;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** Controls the form for a new connection: the catalog, then the chosen service's fields. */
final class NewConnectionController {
    private static final Messages MESSAGES = Messages.of(NewConnectionController.class);

    private final NewConnectionViewModel model;
    private final FileDialogs files;

    @FXML
    private Node wizard;
    @FXML
    private Node choosing;
    @FXML
    private TextField search;
    @FXML
    private Pane services;
    @FXML
    private Label nothing;
    @FXML
    private Button own;
    @FXML
    private Button leave;
    @FXML
    private Node form;
    @FXML
    private Label title;
    @FXML
    private Label hint;
    @FXML
    private Label reach;
    @FXML
    private TextField documentation;
    @FXML
    private ComboBox<Workspace> workspace;
    @FXML
    private TextField name;
    @FXML
    private Node baseUrlField;
    @FXML
    private TextField baseUrl;
    @FXML
    private Node issuerField;
    @FXML
    private TextField issuer;
    @FXML
    private CheckBox offlineAccess;
    @FXML
    private Node clientFields;
    @FXML
    private TextField clientId;
    @FXML
    private PasswordField clientSecret;
    @FXML
    private Node keyField;
    @FXML
    private PasswordField key;
    @FXML
    private Node headerFields;
    @FXML
    private TextField header;
    @FXML
    private TextField prefix;
    @FXML
    private Label catalogFailure;
    @FXML
    private Label failure;
    @FXML
    private Button submit;
    @FXML
    private Button back;

    NewConnectionController(NewConnectionViewModel model, FileDialogs files) {
        this.model = model;
        this.files = files;
    }

    @FXML
    void initialize() {
        Shown.when(wizard, model.open());
        Shown.when(choosing, model.chosen().isNull());
        Shown.when(form, model.chosen().isNotNull());
        search.textProperty().bindBidirectional(model.search());
        search.setOnAction(_ -> model.chooseOnly());
        model.found().addListener((ListChangeListener<CatalogConnector>) _ -> drawServices());
        Shown.when(nothing, Bindings.isEmpty(model.found()).and(model.search().isNotEmpty()));
        Shown.text(catalogFailure, model.failure());
        own.setOnAction(_ -> files.open(MESSAGES.text("own.title"), MESSAGES.text("own.file"), "json")
                .ifPresent(model::chooseOwn));
        leave.setOnAction(_ -> model.back());
        bindForm();
        model.open().subscribe(open -> {
            if (open) {
                search.requestFocus();
            }
        });
        model.chosen().subscribe((before, now) -> {
            if (now != null) {
                describe(now);
                (model.workspace().get() == null ? workspace : name).requestFocus();
            } else if (before != null) {
                search.requestFocus();
            }
        });
    }

    private void bindForm() {
        workspace.setConverter(new WorkspaceNames());
        workspace.setItems(model.workspaces());
        workspace.valueProperty().bindBidirectional(model.workspace());
        name.textProperty().bindBidirectional(model.name());
        baseUrl.textProperty().bindBidirectional(model.baseUrl());
        issuer.textProperty().bindBidirectional(model.issuer());
        offlineAccess.selectedProperty().bindBidirectional(model.offlineAccess());
        clientId.textProperty().bindBidirectional(model.clientId());
        clientSecret.textProperty().bindBidirectional(model.clientSecret());
        key.textProperty().bindBidirectional(model.key());
        header.textProperty().bindBidirectional(model.header());
        prefix.textProperty().bindBidirectional(model.prefix());
        Shown.when(baseUrlField, chosen(NewConnectionViewModel::wantsBaseUrl));
        Shown.when(issuerField, chosen(NewConnectionViewModel::wantsIssuer));
        Shown.when(keyField, chosen(NewConnectionViewModel::wantsKey));
        Shown.when(headerFields, chosen(model::wantsHeader));
        Shown.when(clientFields, chosen(service -> !NewConnectionViewModel.wantsKey(service)));
        Shown.text(failure, model.failure());
        submit.disableProperty().bind(model.busy());
        submit.setOnAction(_ -> model.submit());
        back.setOnAction(_ -> model.back());
    }

    private ObservableValue<Boolean> chosen(Predicate<CatalogConnector> wants) {
        return model.chosen().map(wants::test).orElse(false);
    }

    private void describe(CatalogConnector service) {
        String called = HiddenCharacters.marked(service.title());
        title.setText(MESSAGES.text("new.form.title", called));
        boolean withKey = NewConnectionViewModel.wantsKey(service);
        hint.setText(withKey
                ? MESSAGES.text("new.form.hint.key")
                : MESSAGES.text("new.form.hint.client", "http://127.0.0.1" + LoopbackReceiver.PATH));
        reach.setText(model.isOwn() ? reach(service) : "");
        Shown.set(reach, model.isOwn());
        documentation.setText(service.documentation());
        submit.setText(MESSAGES.text(withKey ? "new.submit.key" : "new.submit.client"));
    }

    /** What nobody else has checked before: where calls go, and what they may do there. */
    private static String reach(CatalogConnector service) {
        return MESSAGES.text("own.reach", marked(service.hosts().stream()),
                marked(service.scopes().stream().map(CatalogScope::scope)),
                marked(service.tools().stream().map(CatalogTool::name)));
    }

    private static String marked(Stream<String> names) {
        String all = names.map(HiddenCharacters::marked).collect(Collectors.joining(", "));
        return all.isEmpty() ? MESSAGES.text("own.none") : all;
    }

    private void drawServices() {
        services.getChildren().setAll(model.found().stream().map(this::service).toList());
    }

    private Button service(CatalogConnector one) {
        String kind = MESSAGES.text("catalog.kind." + one.authorization());
        String called = HiddenCharacters.marked(one.title());
        Button button = new Button(MESSAGES.text("catalog.service", called, kind));
        button.setId("catalog-" + one.name());
        button.setMnemonicParsing(false);
        button.setWrapText(true);
        button.setMinHeight(Region.USE_PREF_SIZE);
        button.getStyleClass().add("service");
        button.setOnAction(_ -> model.choose(one));
        return button;
    }

    private static final class WorkspaceNames extends StringConverter<Workspace> {
        @Override
        public String toString(@Nullable Workspace workspace) {
            return workspace == null ? "" : HiddenCharacters.marked(workspace.name());
        }

        @Override
        public Workspace fromString(String text) {
            throw new UnsupportedOperationException("A workspace is not typed");
        }
    }
}
