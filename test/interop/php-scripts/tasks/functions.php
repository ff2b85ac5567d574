<?php
$client = gearman_client_create();
gearman_client_add_server($client, '127.0.0.1', PORT);
gearman_client_set_timeout($client, 5000);
foreach (['created', 'data', 'warning', 'status', 'complete', 'exception', 'fail', 'workload'] as $event) {
    show($event, ("gearman_client_set_{$event}_callback")($client, function ($task) use ($event) {
        show($event, gearman_task_data($task), gearman_task_numerator($task), gearman_task_denominator($task));
        show('facts', gearman_task_function_name($task), gearman_task_unique($task), gearman_task_job_handle($task));
        show('state', gearman_task_is_known($task), gearman_task_is_running($task), gearman_task_data_size($task));
    }));
}
show('task', get_class(gearman_client_add_task($client, name('report'), 'x', null, 'unique')));
show('run', gearman_client_run_tasks($client), gearman_client_return_code($client));
gearman_client_add_task_high($client, name('fail'), 'x');
show('run', gearman_client_run_tasks($client));
gearman_client_clear_callbacks($client);
gearman_client_add_task_background($client, name('later'), 'x');
gearman_client_add_task_high_background($client, name('later'), 'x');
gearman_client_add_task_low_background($client, name('later'), 'x');
show('run', gearman_client_run_tasks($client), counts('later'));
