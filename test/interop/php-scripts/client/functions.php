<?php
$client = gearman_client_create();
show('class', get_class($client), gearman_client_add_server($client, '127.0.0.1', PORT));
show('settings', gearman_client_set_timeout($client, 5000), gearman_client_timeout($client), gearman_client_options($client));
show('normal', gearman_client_do_normal($client, name('reverse'), 'abc'), gearman_client_return_code($client));
show('high', gearman_client_do_high($client, name('reverse'), 'abc'), gearman_client_do_low($client, name('reverse'), 'abc'));
show('background', gearman_client_do_background($client, name('later'), 'abc'), gearman_client_do_job_handle($client));
show('others', gearman_client_do_high_background($client, name('later'), 'abc'), gearman_client_do_low_background($client, name('later'), 'abc'));
show('status', gearman_client_job_status($client, gearman_client_do_job_handle($client)), gearman_client_do_status($client));
show('ping', gearman_client_ping($client, 'x'), gearman_client_set_context($client, 'c'), gearman_client_context($client));
show('fail', gearman_client_do_normal($client, name('fail'), 'abc'), gearman_client_error($client), gearman_client_get_errno($client));
show('options', gearman_client_add_options($client, 2), gearman_client_remove_options($client, 2), gearman_client_set_options($client, 32));
show('empty', gearman_client_do_normal($client, '', 'x'), gearman_client_return_code($client));
